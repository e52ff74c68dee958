import type { Environment } from '../config.ts';
import { openEngine } from '../engine/index.ts';
import { auditModule } from '../modules/audit/index.ts';
import { departmentsModule } from '../modules/departments/index.ts';
import { formsModule } from '../modules/forms/index.ts';
import { loadRouting } from '../modules/services/index.ts';
import { servicesModule } from '../modules/services/index.ts';
import { staffModule } from '../modules/staff/index.ts';
import { visibilityModule } from '../modules/visibility/index.ts';
import type { Clock } from '../platform/clock.ts';
import { sharedCounters } from '../platform/counters.ts';
import { openDb } from '../platform/db.ts';
import { watchDisk } from '../platform/disk-space.ts';
import { openEventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import { smtpMailer } from '../platform/mail.ts';
import { singleFlight } from '../platform/single-flight.ts';
import { withTimeout } from '../platform/with-timeout.ts';
import { openSandbox } from '../sandbox/index.ts';

/** Size of the lookup pool, for reads made while a transaction is open (people, departments, calendars,
 *  rules). In the pool of the transactions, enough of these reads at once would wait for a connection that
 *  none of them gives back. */
const LOOKUP_POOL_SIZE = 4;

const PURGE_COUNTERS_JOB = 'forget-counts';

const DATABASE_CHECK_TIMEOUT_MS = 2_000;

/** Creates what both areas build on: connections, the engine and visibility.
 *  @throws when the database cannot be reached, or a form cannot be read */
export async function createFoundation({
  config,
  clock,
  log,
}: {
  config: Environment;
  clock: Clock;
  log: Log;
}) {
  const databaseUrl = config.DATABASE_URL;
  const routing = await loadRouting();
  const hub = await openEventHub({ databaseUrl, log });
  const db = openDb(databaseUrl, { max: config.DATABASE_POOL, log });
  const lookupDb = openDb(databaseUrl, { max: LOOKUP_POOL_SIZE, log });
  const disk = watchDisk({ folders: config.DATA_FOLDERS ?? '.', lowMb: config.DISK_LOW_MB, log });
  const forms = await formsModule({ db: lookupDb, hub, log });
  const engine = openEngine({
    settings: {
      databaseUrl,
      zeebeAddress: config.ZEEBE_ADDRESS,
      zeebeRestUrl: config.ZEEBE_REST_URL,
      recordsHost: config.ENGINE_RECORDS_HOST,
      recordsPort: config.ENGINE_RECORDS_PORT,
      recordsPassword: config.ENGINE_RECORDS_PASSWORD,
    },
    hub,
    clock,
    log,
  });
  const sandbox = openSandbox();
  const mailer =
    config.SMTP_URL === undefined
      ? undefined
      : smtpMailer({ smtpUrl: config.SMTP_URL, from: config.MAIL_FROM });
  const departments = departmentsModule({ db: lookupDb });
  const { tree, provinces } = departments;
  const { visibility, confidentialServices, confidentialProcesses } = visibilityModule({
    db: lookupDb,
    tree,
  });
  const staff = staffModule({ db: lookupDb, clock, tree, visibility });
  const services = servicesModule({ db });
  const audit = auditModule({ db, clock });
  const counters = sharedCounters({ db, clock });
  return {
    config,
    clock,
    log,
    hub,
    db,
    lookupDb,
    engine,
    sandbox,
    /** Undefined when there is no mail server. */
    mailer,
    diskSpace: disk.room,
    /** Answers within `DATABASE_CHECK_TIMEOUT_MS`: a pool whose server is gone can block far longer than a
     *  health check may. */
    databaseAnswers: singleFlight(
      async () => (await withTimeout(db.raw('select 1'), DATABASE_CHECK_TIMEOUT_MS)) !== undefined,
    ),
    routing,
    forms: forms.forms,
    tree,
    provinces,
    visibility,
    confidentialServices,
    confidentialProcesses,
    staff: staff.service,
    catalogue: services.catalogue,
    audit: audit.log,
    refuse: audit.refuse,
    counters,
    onRefused: audit.onRefused,
    onWrongFactor: audit.onWrongFactor,
    routes: [...departments.routes, ...services.routes, ...forms.routes, ...staff.routes, ...audit.routes],
    jobs: [
      audit.jobs,
      {
        handlers: { [PURGE_COUNTERS_JOB]: () => counters.forget() },
        schedules: [{ job: PURGE_COUNTERS_JOB, match: '47 * * * *' }],
      },
    ],
    /** Aborts running reads with an error, so that nothing waits for them. */
    closeSandbox: sandbox.close,
    /** Closes the connections. Call it once nothing queries any more. */
    async close(): Promise<void> {
      disk.stop();
      mailer?.close();
      await hub.close();
      await lookupDb.destroy();
      await db.destroy();
    },
  };
}

export type Foundation = Awaited<ReturnType<typeof createFoundation>>;
