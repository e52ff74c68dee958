import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationItem, MigrationItemPage, MigrationWithCounts } from '#common/contract/index.ts';
import { ROOT } from './diagrams/project-files.ts';
import { anApprovedDraft } from './fixtures/approved-draft.ts';
import type { EngineHarness } from './harness/engine-harness.ts';
import { eventually } from './wait.ts';

let changed = 0;

/** Client with an administrator's actions to migrate running cases to another version. */
export function migrationClient({ people, database }: Pick<EngineHarness, 'people' | 'database'>) {
  const { db } = database;
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await people.call<T>(method, path, body, { as: 'admin' });
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  return {
    ask,

    /** Deploys a product process again, with a change that makes it a new version.
     *  @returns its version number */
    async deployNewVersion(
      processKey: string,
      change: (xml: string) => string = (xml) => xml,
    ): Promise<number> {
      const file = readFileSync(join(ROOT, `processes/${processKey}/${processKey}.bpmn`), 'utf8');
      changed += 1;
      const unlike = `<!-- ${process.pid} ${Date.now()} ${changed} --></bpmn:definitions>`;
      const content = change(file).replace('</bpmn:definitions>', unlike);
      const approved = await anApprovedDraft(db, { [`${processKey}.bpmn`]: content }, { processKey });
      const { definitions } = await ask<{ definitions: { version: number }[] }>(
        'POST',
        '/process-definitions',
        {
          draftId: approved.draftId,
          files: approved.files,
        },
      );
      const version = definitions[0]?.version ?? 0;
      await eventually(() => db('process_definitions').where({ process_key: processKey, version }).first());
      return version;
    },

    plan: (processKey: string, toVersion: number, more: object = {}): Promise<MigrationWithCounts> =>
      ask('POST', '/instance-migrations', { processKey, toVersion, ...more }),

    start: ({ id, movable, version }: MigrationWithCounts): Promise<MigrationWithCounts> =>
      ask('POST', `/instance-migrations/${id}/start`, {
        confirm: movable,
        reason: 'آزمون',
        expectedVersion: version,
      }),

    get: (id: string): Promise<MigrationWithCounts> => ask('GET', `/instance-migrations/${id}`),

    items: async (id: string): Promise<MigrationItem[]> =>
      (await ask<MigrationItemPage>('GET', `/instance-migrations/${id}/items`)).items,

    waitUntilFinished: (id: string): Promise<MigrationWithCounts> =>
      eventually(async () => {
        const migration = await ask<MigrationWithCounts>('GET', `/instance-migrations/${id}`);
        if (migration.state !== 'finished') throw new Error(JSON.stringify(migration.states));
        return migration;
      }),

    /** Returns the active root instances of a request. */
    liveInstances: async ({ id }: { id: string }): Promise<{ instance_key: string; version: number }[]> =>
      db('process_instances')
        .where({ request_id: id, state: 'active', parent_key: null })
        .select('instance_key', 'version'),

    /** Waits until the read side shows where these requests are: each open task with its element, and no
     *  pending work. */
    waitUntilProjected: (requests: readonly { id: string }[]): Promise<unknown> =>
      eventually(async () => {
        const { rows } = await db.raw(
          `select i.instance_key from process_instances i
            where i.request_id = any(?) and i.state = 'active' and i.parent_key is null and i.started_at is not null
              and exists (select 1 from element_instances e
                           where e.instance_key = i.instance_key and e.state = 'active' and e.type <> 'PROCESS')
              and not exists (select 1 from element_instances e where e.instance_key = i.instance_key
                                 and e.state = 'active' and e.type in ('SERVICE_TASK', 'BUSINESS_RULE_TASK'))
              and not exists (select 1 from tasks t where t.instance_key = i.instance_key and t.state = 'created'
                                 and not exists (select 1 from element_instances e
                                                  where e.instance_key = t.instance_key and e.element_id = t.element_id
                                                    and e.state = 'active'))`,
          [requests.map(({ id }) => id)],
        );
        return rows.length === requests.length;
      }),
  };
}

export type MigrationClient = ReturnType<typeof migrationClient>;
