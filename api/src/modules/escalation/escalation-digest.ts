import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { localDay } from '#api/platform/time.ts';
import type { NoticesService } from '../notices/index.ts';
import type { ReportingLineService } from './reporting-line.service.ts';

type Deps = {
  db: Db;
  clock: Clock;
  reportingLine: Pick<ReportingLineService, 'contactsOfLevel'>;
  notices: NoticesService;
  /** Tells whether this person works on the day of this moment. */
  worksOn: (username: string, at: Date) => Promise<boolean>;
  /** Returns the local day, e.g. `2026-03-21`. */
};

type Row = {
  id: string;
  request_id: string;
  department: string;
  barred: string | null;
  tracking_code: string;
  service: string;
  target: string;
  due_at: Date;
  clock_state: string;
};

/** Maximum number of requests listed by name; the count covers them all. */
const MAX_LISTED = 200;
const BATCH_SIZE = 2_000;

/** Sends each head of the highest level one notice a working day about everything that was escalated to that
 *  level. What comes on a day off waits for the next working day; what was settled meanwhile is left out.
 *  @returns the number of notices written */
export const escalationDigest =
  ({ db, clock, reportingLine, notices, worksOn }: Deps) =>
  (): Promise<number> =>
    db.transaction(async (tx) => {
      const now = clock.now();
      const rows = (await tx('sla_steps as s')
        .join('requests as r', 'r.id', 's.request_id')
        .join('sla_clocks as c', 'c.id', 's.clock')
        .select(
          's.id',
          's.request_id',
          'r.department',
          'r.barred_department as barred',
          'r.tracking_code',
          'r.service',
          's.target',
        )
        .select('c.due_at', 'c.state as clock_state')
        .where({ 's.mode': 'digest', 's.state': 'acknowledged' })
        .whereNull('s.digested_at')
        .orderBy('s.id')
        .limit(BATCH_SIZE)
        .forUpdate('s')
        .skipLocked()) as Row[];
      const settled = rows.filter(({ clock_state }) => clock_state === 'met' || clock_state === 'stopped');
      const lists = new Map<string, Row[]>();
      for (const row of rows.filter((one) => !settled.includes(one))) {
        const { people } = await reportingLine.contactsOfLevel(tx, 3, { ...row, id: row.request_id });
        for (const { username } of people) lists.set(username, [...(lists.get(username) ?? []), row]);
      }
      const done = new Set(settled.map(({ id }) => id));
      let told = 0;
      for (const [recipient, list] of lists) {
        const onceKey = `digest:${recipient}:${localDay(now)}`;
        const toldToday = await tx('staff_notices').where('once_key', onceKey).first('id');
        if (toldToday || !(await worksOn(recipient, now))) continue;
        await notices.send(tx, [
          {
            recipient,
            kind: 'digest',
            requestId: null,
            data: { count: list.length, items: list.slice(0, MAX_LISTED).map(itemOf) },
            urgent: false,
            onceKey,
          },
        ]);
        told += 1;
        for (const { id } of list) done.add(id);
      }
      await tx('sla_steps')
        .whereIn('id', [...done])
        .update({ digested_at: now });
      return told;
    });

const itemOf = ({ request_id, tracking_code, service, target, department, due_at }: Row) => ({
  requestId: request_id,
  trackingCode: tracking_code,
  service,
  target,
  department,
  dueAt: due_at.toISOString(),
});
