import { type ComponentType, lazy } from 'react';
import type { Draft } from '#common/contract/process-drafts.ts';

/** What a part of the workspace is given. What more it needs of the open file is in `useWorkspace`. */
export type DraftTabProps = {
  draft: Draft;
  /** The file that is open. */
  name: string;
  /** Opens a file, with an element in view. */
  openFile: (name: string, elementId?: string) => void;
  /** Sends what is not saved yet; the draft on the server is then what is on the screen. */
  flush: () => Promise<void>;
};

export type DraftTab = {
  /** Stands in the address. */
  key: string;
  /** With its namespace, as `drafts:tab.edit`. */
  labelKey: string;
  component: ComponentType<DraftTabProps>;
  when?: (draft: Draft, name: string) => boolean;
};

/** The parts of the workspace, in their order. */
export const DRAFT_TABS: readonly DraftTab[] = [
  { key: 'edit', labelKey: 'drafts:tab.edit', component: lazy(() => import('./edit-tab.tsx')) },
  { key: 'source', labelKey: 'drafts:tab.source', component: lazy(() => import('./source-tab.tsx')) },
  {
    key: 'check',
    labelKey: 'bpmn:check.title',
    component: lazy(() => import('#modeler-ui/bpmn/lint/check-tab.tsx')),
  },
  {
    key: 'simulate',
    labelKey: 'bpmn:simulate.title',
    component: lazy(() => import('#modeler-ui/bpmn/simulation/simulate-tab.tsx')),
    when: (_draft, name) => name.endsWith('.bpmn'),
  },
  {
    key: 'try',
    labelKey: 'testRuns:tab.try',
    component: lazy(() => import('#modeler-ui/test-runs/test-run-tab.tsx')),
  },
  {
    key: 'what-if',
    labelKey: 'testRuns:tab.whatIf',
    component: lazy(() => import('#modeler-ui/test-runs/what-if/what-if-tab.tsx')),
  },
  {
    key: 'changes',
    labelKey: 'release:tab.changes',
    component: lazy(() => import('#modeler-ui/release/changes-tab.tsx')),
  },
  {
    key: 'release',
    labelKey: 'release:tab.release',
    component: lazy(() => import('#modeler-ui/release/release-tab.tsx')),
  },
  { key: 'history', labelKey: 'drafts:tab.history', component: lazy(() => import('./history-tab.tsx')) },
];
