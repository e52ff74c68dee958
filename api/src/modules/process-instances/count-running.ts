import type { Db } from '#api/platform/db.ts';
import { roundedCount } from '../visibility/index.ts';
import { confidentialInSharedProcessSql } from './sql-fragments.ts';

type RunningCount = { confidential: boolean; running: number | null };

/** Counts the running instances of a process, or of one version of it, as far as that may be disclosed:
 *  confidential cases in steps, and null where there are few; for a shared process only those that lists
 *  show. */
export type CountRunning = (
  processKey?: string,
) => Promise<(processKey: string, version?: number) => RunningCount>;

type Deps = { db: Db; confidentialProcesses: () => Promise<ReadonlySet<string>> };

/** Running instances that lists and counts leave out; those stopped by an incident are shown. */
export const UNLISTED_INSTANCES_SQL = `select own.instance_key from process_instances own
  where ${confidentialInSharedProcessSql('own')} and own.state = 'active' and not own.incident
    and own.started_at is not null and not own.test_run`;

export const countRunning =
  ({ db, confidentialProcesses }: Deps): CountRunning =>
  async (processKey) => {
    const { rows } = await db.raw<{ rows: { process_key: string; version: number; n: number }[] }>(
      `select process_key, version, count(*)::integer as n from process_instances i
        where i.state = 'active' and i.version is not null and not i.test_run
          and i.instance_key not in (${UNLISTED_INSTANCES_SQL})
          ${processKey === undefined ? '' : 'and i.process_key = ?'}
        group by 1, 2`,
      processKey === undefined ? [] : [processKey],
    );
    const confidentialOnes = await confidentialProcesses();
    return (asked, version) => {
      const running = rows
        .filter((row) => row.process_key === asked && (version === undefined || row.version === version))
        .reduce((sum, { n }) => sum + n, 0);
      const confidential = confidentialOnes.has(asked);
      return { confidential, running: confidential ? roundedCount(running) : running };
    };
  };
