/** What the workspace gives the editor of a file. Saving, local copies and conflicts are the workspace's. */
export type EditorProps = {
  draftId: string;
  name: string;
  /** As it is now; an editor ignores what it has just told itself. */
  content: string;
  readOnly: boolean;
  /** design: for people of the trade, nothing technical is shown. */
  mode: 'design' | 'implement';
  onChange: (content: string) => void;
  /** Where the look is to go. */
  focus?: { elementId: string };
  /** Tells which element is selected, so that comments can be about it. */
  onSelect?: (elementId: string | null) => void;
  /** What is selected, as was told or as a link asks for it. */
  selected?: string | null;
  /** How many open comments elements have, by id. */
  commented?: Readonly<Record<string, number>>;
};
