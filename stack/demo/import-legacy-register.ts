import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { importerOf } from '#api/cli/importer.ts';
import type { ImportMap } from '#api/modules/imports/index.ts';
import { workingTime } from '#api/modules/sla/index.ts';
import { openDb } from '#api/platform/db.ts';
import type { Applicant, Outcome, Service, WorkingCalendar } from '#common/contract/index.ts';
import type { DemoCase } from './demo-case.ts';
import type { LegacyCase } from './legacy-cases.ts';
import { inDays } from './scenario.ts';

export type LegacyRequest = DemoCase & LegacyCase;

export class ImportFailed extends Error {}

const SOURCE = 'demo-old-register';
const ROUTED_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 300;
/** Maximum age in days: no service's clock can have started longer ago. */
const MOST_DAYS = 120;
const COLUMNS = [
  'number',
  'type',
  'status',
  'made_at',
  'closed_at',
  'province',
  'address',
  'text',
  'name',
  'national_id',
  'mobile',
  'email',
] as const;

type Row = Record<string, string>;

/** Imports the open and closed requests of an older register with the importer, because nothing filed now
 *  could already be late.
 *  @throws ImportFailed */
export async function importLegacyRegister(
  requests: readonly LegacyRequest[],
  given: { services: readonly Service[]; calendar: WorkingCalendar; databaseUrl: string },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shahrah-demo-'));
  const db = openDb(given.databaseUrl, { max: 2 });
  try {
    const file = join(folder, 'old-register.csv');
    await writeFile(file, csvOf(requests.map((request) => rowOf(request, given))));
    const { imports, view } = await importerOf(db);
    const { id } = await imports.run({ file, map: mapOf(requests), mode: 'history' });
    const { reasons } = await view.report(id);
    if (reasons.length > 0)
      throw new ImportFailed(
        `The older register was refused in part: ${reasons.map((r) => r.reason).join(', ')}`,
      );
    for (
      const end = Date.now() + ROUTED_WITHIN_MS;
      (await view.notRouted(id)) > 0;
      await pause(LOOK_EVERY_MS)
    )
      if (Date.now() > end) return;
  } finally {
    await db.destroy();
    await rm(folder, { recursive: true });
  }
}

function rowOf(
  request: LegacyRequest,
  { services, calendar }: { services: readonly Service[]; calendar: WorkingCalendar },
): Row {
  const { key, body, matter, today } = request;
  const closed = 'closedDaysAgo' in request ? inDays(today, -request.closedDaysAgo) : undefined;
  const days = services.find((service) => service.key === body.service)?.resolveWorkingDays ?? 1;
  const made =
    'passed' in request
      ? receivedAtFor(request.passed, { days, calendar, now: today })
      : inDays(today, -request.closedDaysAgo - request.tookDays);
  const { name, nationalId = '', mobile = '', email = '' } = body.applicant as Applicant;
  return {
    number: key,
    type: key,
    status: closed ? outcomeOf(request) : 'open',
    made_at: stamp(made),
    closed_at: closed ? stamp(closed) : '',
    province: body.place?.province ?? '',
    address: matter.address,
    text: matter.text,
    name,
    national_id: nationalId,
    mobile,
    email,
  };
}

/** Returns the time at which a request was received if this share of its working days has passed. */
function receivedAtFor(
  share: number,
  { days, calendar, now }: { days: number; calendar: WorkingCalendar; now: Date },
): Date {
  const time = workingTime(calendar);
  for (let ago = 1; ago < MOST_DAYS; ago += 1) {
    const made = inDays(now, -ago);
    const whole = time.minutesBetween(made, time.addDays(made, days));
    if (time.minutesBetween(made, now) >= share * whole) return made;
  }
  throw new Error(`Nothing that takes ${days} working days was made within ${MOST_DAYS} days`);
}

/** Returns the outcome that the matter's forms lead to. */
function outcomeOf({ matter }: LegacyRequest): Outcome {
  const outcomes = Object.values(matter.work)
    .flatMap((fill) => (typeof fill === 'function' ? [] : fill))
    .map((data) => (data as { outcome?: Outcome }).outcome);
  return outcomes.find((outcome) => outcome !== undefined) ?? 'resolved';
}

/** Maps each request to a type of its own: nothing else distinguishes what a matter answers to the questions
 *  of its service. */
const mapOf = (requests: readonly LegacyRequest[]): ImportMap => ({
  source: SOURCE,
  zone: 'UTC',
  dates: 'YYYY-MM-DD HH:mm',
  columns: {
    externalId: 'number',
    type: 'type',
    status: 'status',
    madeAt: 'made_at',
    closedAt: 'closed_at',
    province: 'province',
    address: 'address',
    name: 'name',
    nationalId: 'national_id',
    mobile: 'mobile',
    email: 'email',
  },
  types: Object.fromEntries(
    requests.map(({ key, body }) => [
      key,
      { service: body.service, text: '{text}', answers: wordsOf(body.answers) },
    ]),
  ),
  statuses: {
    open: 'open',
    ...Object.fromEntries(
      (['resolved', 'partly', 'refused', 'not-admissible'] as const).map((outcome) => [
        outcome,
        { status: 'closed' as const, outcome },
      ]),
    ),
  },
});

/** Keeps only texts, because the importer fills in nothing else. */
const wordsOf = (answers: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(answers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

const stamp = (moment: Date): string => moment.toISOString().slice(0, 16).replace('T', ' ');

const csvOf = (rows: readonly Row[]): string =>
  [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))]
    .map((values) => values.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
    .join('\n');
