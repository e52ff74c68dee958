import { createContext, useContext } from 'react';
import type { Draft } from '#common/contract/process-drafts.ts';
import type { DraftSessions } from '../saving/draft-sessions.ts';

export type Workspace = {
  draft: Draft;
  sessions: DraftSessions;
  /** The file that is open. */
  name: string;
  readOnly: boolean;
  mode: 'design' | 'implement';
  /** Where the look is to go. */
  focus: { elementId: string } | undefined;
  /** The element that is selected in the open file. */
  selected: string | null;
  select: (elementId: string | null) => void;
  openFile: (name: string, elementId?: string) => void;
  /** Counts up when a file was replaced as a whole and is to be read anew. */
  generation: number;
  reload: (name: string) => void;
};

export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error('useWorkspace needs a workspace above it');
  return workspace;
}
