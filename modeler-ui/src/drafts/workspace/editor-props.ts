/** Props of a file editor. The workspace handles saving, local backups and conflicts. */
export type EditorProps = {
  draftId: string;
  name: string;
  /** Current content; an editor ignores what it has just reported itself. */
  content: string;
  readOnly: boolean;
  /** `design` is for business users and hides everything technical. */
  mode: 'design' | 'implement';
  onChange: (content: string) => void;
  /** Element to bring into view. */
  focus?: { elementId: string };
  /** Called with the selected element, so that comments can refer to it. */
  onSelect?: (elementId: string | null) => void;
  /** Element selected by the user, or by a link. */
  selected?: string | null;
  /** Number of open comments by element id. */
  commented?: Readonly<Record<string, number>>;
};
