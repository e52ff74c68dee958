import { type ComponentType, lazy } from 'react';
import type { Draft } from '#common/contract/process-drafts.ts';

/** Props of a workspace tab. Everything else about the open file comes from `useWorkspace`. */
export type DraftTabProps = {
  draft: Draft;
  /** Name of the open file. */
  name: string;
  /** Opens a file, optionally with an element in view. */
  openFile: (name: string, elementId?: string) => void;
  /** Saves unsaved changes, so that the draft on the server equals the one on screen. */
  flush: () => Promise<void>;
};

export type DraftTab = {
  /** Part of the URL. */
  key: string;
  /** Text key with namespace, such as `drafts:tab.edit`. */
  labelKey: string;
  component: ComponentType<DraftTabProps>;
  when?: (draft: Draft, name: string) => boolean;
};

/** Tabs of the workspace, in order. */
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
