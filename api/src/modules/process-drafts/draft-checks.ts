import type { CheckedFiles, LintSurroundings } from '../../../contract/index.ts';
import type { Db } from '../../platform/db.ts';
import { contextOf, readKnown, type ProcessDefinitionsService } from '../process-definitions/index.ts';
import { overlayOf } from './overlay.ts';

type Deps = { db: Db; definitions: Pick<ProcessDefinitionsService, 'check' | 'around'> };

/** What the rules say of drafts. */
export const draftChecks = ({ db, definitions }: Deps) => ({
  /** The check of a deployment, of what the draft changes.
   *  @throws DraftNotFound */
  async check(id: string): Promise<CheckedFiles> {
    const { running, own } = await overlayOf(db, id);
    const changed = own.filter(
      ({ name, sha256 }) => sha256 !== (running.find((file) => file.name === name)?.sha256 ?? null),
    );
    if (changed.length === 0) return { errors: [], warnings: [] };
    const { errors, warnings } = await definitions.check(
      changed.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
      changed.filter(({ content }) => content === null).map(({ name }) => name),
    );
    return { errors, warnings };
  },

  /** @throws DraftNotFound */
  async surroundings(id: string): Promise<LintSurroundings> {
    const { all, own } = await overlayOf(db, id);
    const given = await definitions.around();
    const gone = own.filter(({ content }) => content === null).map(({ name }) => name);
    const context = contextOf(await readKnown(all), {
      ...given,
      removed: [...(given.removed ?? []), ...gone],
    });
    const { groups, jobTypes, processes, decisions } = context;
    return {
      groups: [...groups],
      jobTypes: [...jobTypes],
      processes: processes.map(({ key, calls, escalates }) => ({ key, calls: [...calls], escalates })),
      decisions: [...decisions],
      regions: [...given.regions],
      priorities: [...given.priorities],
      forms: Object.fromEntries(
        Object.entries(context.forms).map(([key, { schema, uiSchema, variables }]) => [
          key,
          { schema, uiSchema, variables: [...variables] },
        ]),
      ),
    };
  },
});

export type DraftChecks = ReturnType<typeof draftChecks>;
