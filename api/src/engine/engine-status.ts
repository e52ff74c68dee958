import type pg from 'pg';
import type { Clock } from '../platform/clock.ts';
import type { Projected } from './projector.ts';

export type EngineStatus = {
  /** Projected position of each exporter. `recordAt` is the engine's time of the newest record. */
  exporters: { exporter: string; partition: number; position: string; recordAt: Date }[];
  /** Age of the newest record of an exporter's last bulk when it was committed here, in ms, for the exporter
   *  that is furthest behind; null before the first bulk. */
  lagMs: number | null;
  /** Records in quarantine, which wait for a person. */
  quarantined: number;
  /** Messages that wait to be sent to the engine; the age of the oldest in seconds. */
  outbox: { waiting: number; oldestSeconds: number };
  openIncidents: number;
  /** Requests that no routing rule decides, which wait for a person. */
  routingUndecided: number;
  /** True once the diagrams are deployed: the engine was reached since this node started. */
  deployed: boolean;
};

export type LagMeter = { note(bulk: Projected): void; lagMs(): number | null };

/** Tracks, per exporter and partition, how old the last bulk's newest record was when it was committed. */
export function lagMeter(clock: Clock): LagMeter {
  const lags = new Map<string, number>();
  return {
    note: ({ exporter, partition, newestAt }) =>
      void lags.set(`${exporter} ${partition}`, Math.max(0, clock.now().getTime() - newestAt)),
    lagMs: () => (lags.size === 0 ? null : Math.max(...lags.values())),
  };
}

/** Reads what /readyz and /metrics report about the engine side. Cheap enough for every scrape. */
export async function readStatus(pool: pg.Pool): Promise<Omit<EngineStatus, 'lagMs' | 'deployed'>> {
  const [positions, counts] = await Promise.all([
    pool.query<{ exporter: string; partition: number; position: string; recordAt: Date }>(
      'select exporter, partition, position::text, record_at as "recordAt" from engine_positions order by 1, 2',
    ),
    pool.query<{
      quarantined: number;
      waiting: number;
      oldest: number;
      incidents: number;
      undecided: number;
    }>(
      `select (select count(*)::integer from engine_quarantine) as quarantined,
              (select count(*)::integer from outbox where sent_at is null) as waiting,
              (select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::double precision
                 from outbox where sent_at is null) as oldest,
              (select count(*)::integer from incidents i where state = 'open' and not exists (
                select from process_instances p
                 where p.instance_key = i.instance_key and p.test_run)) as incidents,
              (select count(distinct e.request_id)::integer from request_events e join requests r on r.id = e.request_id
                where e.kind = 'routing-undecided' and r.status = 'received') as undecided`,
    ),
  ]);
  const { quarantined = 0, waiting = 0, oldest = 0, incidents = 0, undecided = 0 } = counts.rows[0] ?? {};
  return {
    exporters: positions.rows,
    quarantined,
    outbox: { waiting, oldestSeconds: Math.max(0, Math.round(oldest)) },
    openIncidents: incidents,
    routingUndecided: undecided,
  };
}
