import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { addJob, type JobHandler, type Schedule } from '#api/platform/jobs.ts';
import { calendarsRepo, COUNTRY_CALENDAR } from './calendars.repo.ts';
import { requestClocks } from './request-clocks.ts';
import type { SlaCatalogue } from './sla-catalogue.ts';

export const RECOMPUTE_JOB = 'sla-recompute';

const BATCH_SIZE = 200;
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

type BatchPosition = { version: number; request: string };

/** Recomputes the open clocks after a new version of their calendar. The clocks themselves show what is left
 *  to do, so the next run resumes one that was killed, and a second run finds nothing; a clock that fails
 *  does not hold back the others. It also runs every minute: an intake that had not yet heard of a new
 *  version may have started a clock under the old one. */
export function clockRecomputation({
  db,
  clock,
  slaCatalogue,
}: {
  db: Db;
  clock: Clock;
  slaCatalogue: SlaCatalogue;
}): {
  recompute: () => Promise<number>;
  handlers: Record<string, JobHandler>;
  schedules: Schedule[];
} {
  const behind = async (
    calendar: string,
    version: number,
    after: BatchPosition,
  ): Promise<BatchPosition[]> => {
    const { rows } = await db.raw<{ rows: BatchPosition[] }>(
      `select distinct calendar_version as version, request_id as request from sla_clocks
        where calendar = ? and calendar_version < ? and (calendar_version, request_id) > (?, ?)
          and state in ('running', 'paused')
        order by 1, 2 limit ${BATCH_SIZE}`,
      [calendar, version, after.version, after.request],
    );
    return rows;
  };

  /** Finds clocks that still follow the country's calendar although their province has one of its own. */
  const elsewhere = async (province: string, after: BatchPosition): Promise<BatchPosition[]> => {
    const { rows } = await db.raw<{ rows: BatchPosition[] }>(
      `select distinct 0 as version, r.id as request
         from requests r join sla_clocks c on c.request_id = r.id
        where r.province = ? and r.id > ? and c.calendar = ? and c.state in ('running', 'paused')
        order by 2 limit ${BATCH_SIZE}`,
      [province, after.request, COUNTRY_CALENDAR],
    );
    return rows;
  };

  async function reassess(request: string): Promise<void> {
    await db.transaction(async (tx) => {
      await tx('requests').select('id').where({ id: request }).forNoKeyUpdate();
      await requestClocks({ db: tx, clock, slaCatalogue }).reassess(request, {
        at: clock.now(),
        cause: 'calendar',
      });
    });
  }

  async function all(next: (after: BatchPosition) => Promise<BatchPosition[]>): Promise<number> {
    const failures: unknown[] = [];
    let done = 0;
    let after: BatchPosition = { version: -1, request: NIL_UUID };
    for (;;) {
      const found = await next(after);
      for (const { request } of found)
        await reassess(request).catch((error: unknown) => failures.push(error));
      done += found.length;
      const last = found.at(-1);
      if (!last || found.length < BATCH_SIZE) {
        if (failures.length > 0) throw new AggregateError(failures, 'some clocks could not be recomputed');
        return done;
      }
      after = last;
    }
  }

  async function recompute(): Promise<number> {
    let done = 0;
    for (const { id, version, province } of await calendarsRepo(db).current()) {
      done += await all((after) => behind(id, version, after));
      if (province !== null) done += await all((after) => elsewhere(province, after));
    }
    return done;
  }

  return {
    recompute,
    handlers: {
      [RECOMPUTE_JOB]: async (_payload, { log }) => {
        const requests = await recompute();
        if (requests > 0) log.info({ requests }, 'SLA clocks follow a new version of their calendar');
      },
    },
    schedules: [{ job: RECOMPUTE_JOB, match: '* * * * *' }],
  };
}

/** Queues a recomputation after the caller's transaction. */
export const enqueueRecomputation = (db: Db): Promise<void> =>
  addJob(db, RECOMPUTE_JOB, {}, { key: RECOMPUTE_JOB });
