import { DAY_MS } from '#api/platform/time.ts';
import {
  type ElementDurations,
  type LiveElements,
  type LiveProcess,
  type VersionDiagram,
} from '#common/contract/index.ts';
import { roundedCount } from '../visibility/index.ts';
import { UNLISTED_INSTANCES_SQL } from './count-running.ts';
import type { InstancesDeps } from './instances.view.ts';
import { readDeployedDiagram } from './reads/deployed-diagram.read.ts';
import { bilingualName } from './reads/element-names.read.ts';
import { confidentialInSharedProcessSql, toIsoString } from './sql-fragments.ts';

type VersionRef = { processKey: string; version: number };

/** Live data for the diagram of one version of a process: tokens, incidents and durations. */
export const liveView = ({ db, clock, confidentialProcesses }: InstancesDeps) => ({
  /** Returns the versions with running instances, and the newest of each process. */
  async processes(): Promise<LiveProcess[]> {
    const { rows } = await db.raw<{
      rows: {
        process_key: string;
        version: number;
        active: number;
        incidents: number;
        name_fa: string | null;
        name_en: string | null;
      }[];
    }>(
      `with running as (
         select process_key, version, count(*)::integer as active from process_instances i
          where i.state = 'active' and i.version is not null and not i.test_run
            and i.instance_key not in (${UNLISTED_INSTANCES_SQL}) group by 1, 2
       ), stuck as (
         select process_key, version, count(*)::integer as incidents from process_instances i
          where i.incident and i.version is not null and not i.test_run group by 1, 2
       ), newest as (
         select process_key, max(version) as version from process_definitions group by 1
       )
       select process_key, version, coalesce(active, 0) as active, coalesce(incidents, 0) as incidents, n.name_fa, n.name_en
         from running full join stuck using (process_key, version) full join newest using (process_key, version)
         left join process_elements n using (process_key, version)
        where n.element_id is null or n.element_id = process_key
        order by process_key, version desc`,
    );
    const confidential = await confidentialProcesses();
    return rows.map((row) => ({
      processKey: row.process_key,
      version: row.version,
      name: bilingualName(row.name_fa, row.name_en, row.process_key),
      confidential: confidential.has(row.process_key),
      active: confidential.has(row.process_key) ? roundedCount(row.active) : row.active,
      incidents: row.incidents,
    }));
  },

  /** @returns undefined when there is no such version */
  async diagram({ processKey, version }: VersionRef): Promise<VersionDiagram | undefined> {
    const [deployed, elements] = await Promise.all([
      readDeployedDiagram(db, processKey, version),
      db('process_elements').where({ process_key: processKey, version }).orderBy('element_id'),
    ]);
    if (!deployed) return undefined;
    const named = elements.map((row) => ({
      id: row.element_id as string,
      type: row.type as string,
      name: bilingualName(row.name_fa, row.name_en, row.element_id),
      stageHours: row.stage_hours === null ? null : Number(row.stage_hours),
    }));
    return {
      processKey,
      version,
      name: named.find(({ id }) => id === processKey)?.name ?? null,
      xml: deployed.xml,
      elements: named,
    };
  },

  /** Counts tokens and open incidents by element. */
  async elements({ processKey, version }: VersionRef): Promise<LiveElements> {
    const { rows } = await db.raw<{
      rows: { element_id: string; tokens: number; incidents: number; oldest: Date | null }[];
    }>(
      `with tokens as (
         select element_id, count(*)::integer as tokens, min(started_at) as oldest from element_instances
          where process_key = ? and version = ? and state = 'active' and type <> 'MULTI_INSTANCE_BODY'
            and instance_key not in (${UNLISTED_INSTANCES_SQL}) group by 1
       ), stuck as (
         select c.element_id, count(*)::integer as incidents
           from process_instances i join incidents c on c.instance_key = i.instance_key and c.state = 'open'
          where i.process_key = ? and i.version = ? and i.incident and c.element_id is not null group by 1
       )
       select element_id, coalesce(tokens, 0) as tokens, coalesce(incidents, 0) as incidents, oldest
         from tokens full join stuck using (element_id) order by element_id`,
      [processKey, version, processKey, version] as string[],
    );
    const [running] = (await db('process_instances')
      .where({ process_key: processKey, version, state: 'active' })
      .whereRaw(`instance_key not in (${UNLISTED_INSTANCES_SQL})`)
      .count({ n: '*' })) as { n: string }[];
    const confidential = (await confidentialProcesses()).has(processKey);
    const tell = (count: number) => (confidential ? roundedCount(count) : count);
    return {
      at: clock.now().toISOString(),
      confidential,
      active: tell(Number(running?.n ?? 0)),
      elements: rows.map((row) => ({
        elementId: row.element_id,
        tokens: tell(row.tokens),
        incidents: row.incidents,
        oldest: tell(row.tokens) === null ? null : toIsoString(row.oldest),
      })),
    };
  },

  /** Returns how often and how long elements were active in the last days. */
  async durations({ processKey, version, days }: VersionRef & { days: number }): Promise<ElementDurations> {
    const at = clock.now();
    const since = new Date(at.getTime() - days * DAY_MS);
    const { rows } = await db.raw<{
      rows: {
        element_id: string;
        passes: number;
        interrupted: number;
        mean: number | null;
        median: number | null;
        p90: number | null;
      }[];
    }>(
      `select element_id, count(*) filter (where state = 'completed')::integer as passes,
              count(*) filter (where state = 'terminated')::integer as interrupted,
              avg(seconds) filter (where state = 'completed') as mean,
              percentile_cont(0.5) within group (order by seconds) filter (where state = 'completed') as median,
              percentile_cont(0.9) within group (order by seconds) filter (where state = 'completed') as p90
         from (select element_id, state, extract(epoch from ended_at - started_at)::double precision as seconds
                 from element_instances e
                where process_key = ? and version = ? and ended_at > ?
                  and type <> 'MULTI_INSTANCE_BODY'
                  and not exists (select from process_instances i
                                   where i.instance_key = e.instance_key and ${confidentialInSharedProcessSql('i')})) passed
        group by element_id order by element_id`,
      [processKey, version, since] as unknown as string[],
    );
    const confidential = (await confidentialProcesses()).has(processKey);
    const shown = confidential
      ? rows.flatMap((row) => {
          const passes = roundedCount(row.passes);
          return passes ? [{ ...row, passes, interrupted: roundedCount(row.interrupted) ?? 0 }] : [];
        })
      : rows;
    return {
      at: at.toISOString(),
      days,
      confidential,
      elements: shown.map(({ element_id, ...row }) => ({ elementId: element_id, ...row })),
    };
  },
});

export type LiveView = ReturnType<typeof liveView>;
