import type { Db } from '#api/platform/db.ts';
import type { CheckedFiles } from '#common/contract/index.ts';
import type { ProcessDefinitionsService } from '../process-definitions/index.ts';
import { readOverlay } from './draft-overlay.ts';

type Deps = { db: Db; definitions: Pick<ProcessDefinitionsService, 'check'> };

/** Checks of drafts against the rules. */
export const draftChecks = ({ db, definitions }: Deps) => ({
  /** Checks what the draft changes, as its deployment would.
   *  @throws DraftNotFound */
  async check(id: string): Promise<CheckedFiles> {
    const { running, own } = await readOverlay(db, id);
    const changed = own.filter(
      ({ name, sha256 }) => sha256 !== (running.find((file) => file.name === name)?.sha256 ?? null),
    );
    if (changed.length === 0) return { errors: [], warnings: [], more: 0 };
    const { errors, warnings, more } = await definitions.check(
      changed.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
      changed.filter(({ content }) => content === null).map(({ name }) => name),
    );
    return { errors, warnings, more };
  },
});

export type DraftChecks = ReturnType<typeof draftChecks>;
