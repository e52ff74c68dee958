import { createContext, useContext } from 'react';
import type { Draft } from '#common/contract/process-drafts.ts';
import type { DraftSessions } from '../saving/draft-sessions.ts';

export type Workspace = {
  draft: Draft;
  sessions: DraftSessions;
  /** Name of the open file. */
  name: string;
  readOnly: boolean;
  mode: 'design' | 'implement';
  /** Element to bring into view. */
  focus: { elementId: string } | undefined;
  /** Selected element in the open file. */
  selected: string | null;
  select: (elementId: string | null) => void;
  openFile: (name: string, elementId?: string) => void;
  /** Incremented when a file was replaced as a whole and must be loaded again. */
  generation: number;
  reload: (name: string) => void;
};

export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error('useWorkspace needs a workspace above it');
  return workspace;
}
