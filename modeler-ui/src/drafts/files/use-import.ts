import { useState } from 'react';
import type { Text } from '#common/contract/common.ts';
import { MAX_PROCESS_FILE, type ProcessFinding } from '#common/contract/process-definitions.ts';
import { ProblemError } from '#ui/api/problem-error.ts';
import { useDraftFiles } from '../use-draft.mutation.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { isKey } from './new-files.ts';

export type ImportResult =
  | { kind: 'done'; name: string; notes: readonly Text[] }
  | { kind: 'asking'; name: string; content: string; fileName: string }
  | { kind: 'too-large'; name: string; length: number }
  | { kind: 'bad-name'; name: string }
  | { kind: 'refused'; name: string; findings: readonly ProcessFinding[]; error: unknown };

/** Maximum size in UTF-8 bytes; a larger file certainly exceeds the limit in characters. */
const MAX_IMPORT_BYTES = MAX_PROCESS_FILE * 4;

/** Imports a file from the user's computer into the draft and reports the result. */
export function useImport() {
  const { draft, openFile, reload, sessions } = useWorkspace();
  const { take } = useDraftFiles(draft.id);
  const [result, setResult] = useState<ImportResult | null>(null);

  async function send(fileName: string, name: string, content: string): Promise<void> {
    try {
      await sessions.flush();
      const known = draft.files.find((file) => file.name === name);
      const version = known ? (await sessions.open(name)).state().version : 0;
      const { notes } = await take.mutateAsync({ fileName, as: name, content, expectedVersion: version });
      setResult({ kind: 'done', name, notes });
      reload(name);
      openFile(name);
    } catch (error) {
      const problem = error instanceof ProblemError ? error.problem : undefined;
      const findings = (problem as { findings?: ProcessFinding[] } | undefined)?.findings ?? [];
      setResult({ kind: 'refused', name, findings, error });
    }
  }

  return {
    result,
    clear: () => setResult(null),
    importing: take.isPending,
    async take(file: File): Promise<void> {
      const name = targetNameOf(file.name, draft.processKey);
      if (!name) return setResult({ kind: 'bad-name', name: file.name });
      if (file.size > MAX_IMPORT_BYTES) return setResult({ kind: 'too-large', name, length: file.size });
      const content = await file.text();
      if (content.length > MAX_PROCESS_FILE)
        return setResult({ kind: 'too-large', name, length: content.length });
      if (draft.files.some((one) => one.name === name && one.change !== 'removed'))
        return setResult({ kind: 'asking', name, content, fileName: file.name });
      await send(file.name, name, content);
    },
    replace: () =>
      result?.kind === 'asking' ? send(result.fileName, result.name, result.content) : Promise.resolve(),
  };
}

/** Returns the draft's name for an imported file. A form goes to the forms of the process. */
function targetNameOf(fileName: string, processKey: string): string | undefined {
  const [, base = '', ending = ''] = /^(.*)\.(bpmn|dmn|json|xml)$/i.exec(fileName) ?? [];
  const key = base
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (!isKey(key)) return undefined;
  if (ending.toLowerCase() === 'json') return `forms/${processKey}/${key}.json`;
  return `${key}.${ending.toLowerCase() === 'dmn' ? 'dmn' : 'bpmn'}`;
}
