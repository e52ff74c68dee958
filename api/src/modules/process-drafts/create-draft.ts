import { randomUUID } from 'node:crypto';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { CreateDraft } from '#common/contract/index.ts';
import { isTestRunProcess } from '#common/process-files/model/test-run-processes.ts';
import { runningFiles, sha256Of } from '../process-definitions/index.ts';
import type { DraftCaller, DraftEditing } from './draft-editing.ts';
import { ProcessExists, ProcessNotFound } from './drafts.errors.ts';
import { draftsRepo } from './drafts.repo.ts';
import { emptyDiagram } from './empty-diagram.ts';

type Deps = Pick<DraftEditing, 'record'> & { db: Db; clock: Clock };

/** Keys of test runs are reserved, and a property name that every object has cannot name a process. */
const isReserved = (processKey: string): boolean =>
  isTestRunProcess(processKey) || processKey in Object.prototype;

/** Creates a draft of a running or of a new process. The same id again returns the first draft.
 *  @throws ProcessNotFound, ProcessExists */
export function createDraft({ db, clock, record }: Deps) {
  return async (given: CreateDraft, who: DraftCaller): Promise<string> => {
    const { id = randomUUID(), processKey, title, newProcess } = given;
    return db.transaction(async (tx) => {
      const repo = draftsRepo(tx);
      const known = await repo.find(id);
      if (known) return known.id;
      const name = `${processKey}.bpmn`;
      const runs = (await runningFiles(tx)).some((file) => file.name === name);
      if (newProcess && runs) throw new ProcessExists();
      if (isReserved(processKey) || (!newProcess && !runs)) throw new ProcessNotFound();
      const at = clock.now();
      const row = {
        id,
        process_key: processKey,
        title,
        created_by: who.by,
        created_at: at,
        changed_at: at,
      };
      if (!(await repo.create(row))) return id;
      if (newProcess) {
        const content = emptyDiagram(processKey, newProcess);
        const file = { name, content, sha256: sha256Of(content), base_sha256: null, version: 1 };
        await repo.save(id, { ...file, saved_by: who.by, saved_at: at }, 'saved');
      }
      await record(tx, who, 'draft.created', id, { processKey, newProcess: newProcess !== undefined });
      return id;
    });
  };
}
