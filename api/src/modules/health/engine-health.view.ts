import { type EngineCommands, type EngineStatus, EngineUnavailable } from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import type { DiskSpace } from '#api/platform/disk-space.ts';
import { page } from '#api/platform/page.ts';
import type { EngineHealth, ListQuarantine, QuarantinePage } from '#common/contract/index.ts';

type Deps = {
  db: Db;
  clock: Clock;
  commands: Pick<EngineCommands, 'topology'>;
  status: () => Promise<EngineStatus>;
  stuckSteps: () => Promise<number>;
  jobTypes: () => readonly string[];
  room: () => Promise<DiskSpace | undefined>;
};

const PAGE_SIZE = 50;
const QUARANTINE_CURSOR = cursor('quarantine', ['key']);

/** Reads the health of the engine, as this node sees it. */
export const engineHealthView = ({ db, clock, commands, status, stuckSteps, jobTypes, room }: Deps) => ({
  async health(): Promise<EngineHealth> {
    const [topology, now, stuck, refused, open, disk] = await Promise.all([
      topologyOf(commands),
      status(),
      stuckSteps(),
      refusedMessages(db),
      openJobs(db),
      room(),
    ]);
    const served = new Set(jobTypes());
    const types = new Map(
      [...served].map((type) => [type, { open: 0, failed: 0, oldest: null as Date | null }]),
    );
    for (const { type, ...jobs } of open) types.set(type, jobs);
    return {
      at: clock.now().toISOString(),
      reachable: topology !== undefined,
      version: topology?.gatewayVersion ?? null,
      deployed: now.deployed,
      brokers: topology?.brokers ?? [],
      readSide: {
        lagMs: now.lagMs,
        quarantined: now.quarantined,
        exporters: now.exporters.map((one) => ({ ...one, recordAt: one.recordAt.toISOString() })),
      },
      outbox: { ...now.outbox, ...refused },
      workers: [...types]
        .map(([type, { oldest, ...jobs }]) => ({
          type,
          served: served.has(type),
          ...jobs,
          oldest: oldest?.toISOString() ?? null,
        }))
        .sort((a, b) => Number(a.served) - Number(b.served) || b.open - a.open || (a.type < b.type ? -1 : 1)),
      disk: disk ? { freeMb: Math.floor(disk.freeBytes / 1_000_000), low: disk.low } : null,
      openIncidents: now.openIncidents,
      stuckSteps: stuck,
    };
  },

  /** Lists records that could not be projected, oldest first, without their content. */
  async quarantine({ after, limit = PAGE_SIZE }: ListQuarantine): Promise<QuarantinePage> {
    const [past = '0'] = after === undefined ? [] : QUARANTINE_CURSOR.read(after);
    const rows: QuarantineRow[] = await db('engine_quarantine')
      .select('id', 'at', 'exporter', 'partition', 'position', 'value_type', 'intent', 'error')
      .where('id', '>', past)
      .orderBy('id')
      .limit(limit + 1);
    return page(
      rows,
      limit,
      ({ id, at, value_type: valueType, ...row }) => ({ id, at: at.toISOString(), valueType, ...row }),
      ({ id }) => QUARANTINE_CURSOR.write(id),
    );
  },
});

export type EngineHealthView = ReturnType<typeof engineHealthView>;

type QuarantineRow = {
  id: string;
  at: Date;
  exporter: string;
  partition: number;
  position: string;
  value_type: string | null;
  intent: string | null;
  error: string;
};

const topologyOf = (commands: Deps['commands']) =>
  commands.topology().catch((error: unknown) => {
    if (error instanceof EngineUnavailable) return undefined;
    throw error;
  });

/** Counts the messages that the engine did not accept at the first attempt, as under back-pressure. */
async function refusedMessages(db: Db): Promise<{ triedAgain: number; lastError: string | null }> {
  const { rows } = await db.raw<{ rows: { triedAgain: number; lastError: string | null }[] }>(
    `select count(*)::integer as "triedAgain",
            (array_agg(left(last_error, 300) order by id desc) filter (where last_error is not null))[1] as "lastError"
       from (select id, last_error from outbox where sent_at is null and attempts > 0 order by next_try_at limit 1000) tried`,
  );
  return rows[0] ?? { triedAgain: 0, lastError: null };
}

async function openJobs(db: Db): Promise<{ type: string; open: number; failed: number; oldest: Date }[]> {
  const { rows } = await db.raw<{ rows: { type: string; open: number; failed: number; oldest: Date }[] }>(
    `select type, count(*)::integer as open, (count(*) filter (where state <> 'created'))::integer as failed,
            min(created_at) as oldest
       from jobs where ended_at is null group by type`,
  );
  return rows;
}
