import { diffDecisions } from './decision-diff.ts';
import { diffDiagrams } from './diagram-diff.ts';
import type { DiffEntry } from './diff-entry.ts';
import { diffForms, diffTemplates } from './form-diff.ts';

export { RANKS, type DiffEntry, type TraitChange, type Rank } from './diff-entry.ts';
export { decisionSheets, type Column, type DecisionSheet } from './decision-diff.ts';
export { changedPaths, type ChangedPath } from './changed-paths.ts';

/** Kind of a file of a process application, determined by its name. */
export type FileKind = 'diagram' | 'decisions' | 'form' | 'template';

/** @returns undefined when the name fits no file of an application */
export function kindOf(name: string): FileKind | undefined {
  if (name.endsWith('.bpmn')) return 'diagram';
  if (name.endsWith('.dmn')) return 'decisions';
  if (!name.endsWith('.json')) return undefined;
  return name.startsWith('forms/') ? 'form' : name.startsWith('templates/') ? 'template' : undefined;
}

/** Compares two contents of a file: changes of execution first, layout last. An added or removed file has no
 *  changes inside.
 *  @param before null where there was none
 *  @throws when a content cannot be read */
export async function diffFile(
  name: string,
  before: string | null,
  after: string | null,
): Promise<DiffEntry[]> {
  if (before === after || before === null || after === null) return [];
  switch (kindOf(name)) {
    case 'diagram':
      return diffDiagrams(before, after);
    case 'decisions':
      return diffDecisions(before, after);
    case 'form':
      return diffForms(before, after);
    default:
      return diffTemplates(before, after);
  }
}
