import { fileURLToPath } from 'node:url';
import description from '../../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import type { Environment } from './config.ts';
import { openEngine, type AnyWorker } from './engine/index.ts';
import { keycloakAuthentication } from './http/authentication.ts';
import { rateLimits } from './http/rate-limits.ts';
import { absencesModule } from './modules/absences/index.ts';
import { alertsModule } from './modules/alerts/index.ts';
import { auditModule } from './modules/audit/index.ts';
import { carriersService } from './modules/carriers/index.ts';
import { conflictsService } from './modules/conflicts/index.ts';
import { departmentsModule } from './modules/departments/index.ts';
import { escalationModule } from './modules/escalation/index.ts';
import { FORMS_FOLDER, formsModule } from './modules/forms/index.ts';
import { openRouting } from './modules/routing/index.ts';
import { instanceOperationsModule } from './modules/instance-operations/index.ts';
import { instancesModule } from './modules/instances/index.ts';
import { liveModule } from './modules/live/index.ts';
import { movesModule } from './modules/moves/index.ts';
import { noticesModule, recipientHours } from './modules/notices/index.ts';
import { notificationsModule } from './modules/notifications/index.ts';
import { operationsModule } from './modules/operations/index.ts';
import { repairsService } from './modules/repairs/index.ts';
import { registersModule } from './modules/registers/index.ts';
import {
  closingCheck,
  closingRulebook,
  pastRequests,
  requestHistory,
  requestsModule,
} from './modules/requests/index.ts';
import { modellingModule } from './modules/modelling/index.ts';
import { processDefinitionsModule } from './modules/process-definitions/index.ts';
import { processDraftsModule } from './modules/process-drafts/index.ts';
import { releasesModule } from './modules/releases/index.ts';
import { servicesModule } from './modules/services/index.ts';
import { slaModule } from './modules/sla/index.ts';
import { staffModule } from './modules/staff/index.ts';
import { surveyLinks, surveysModule } from './modules/surveys/index.ts';
import { sentForms, tasksModule } from './modules/tasks/index.ts';
import { identifier, signedLinks, trackingModule } from './modules/tracking/index.ts';
import { testRunsModule } from './modules/test-runs/index.ts';
import { visibilityModule } from './modules/visibility/index.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import { openDb } from './platform/db.ts';
import { openEventHub } from './platform/events.ts';
import { startJobs } from './platform/jobs.ts';
import { openLog, type Log } from './platform/log.ts';
import { citizenAlertWorkers } from './workers/citizen-alert/index.ts';
import { satisfactionSurveyWorkers } from './workers/satisfaction-survey/index.ts';
import { roadDefectWorkers } from './workers/road-defect/index.ts';
import { sharedWorkers } from './workers/shared/index.ts';
import { transportComplaintWorkers } from './workers/transport-complaint/index.ts';
import { staffComplaintWorkers } from './workers/staff-complaint/index.ts';

export type Overrides = { clock?: Clock; log?: Log };

const SCREENS = [
  { folder: fileURLToPath(new URL('../../modeler-ui/dist/', import.meta.url)), at: '/modeler' },
  { folder: fileURLToPath(new URL('../../case-ui/dist/', import.meta.url)), at: '' },
];
const PROCESSES = fileURLToPath(new URL('../../processes/', import.meta.url));

/** What is looked up while a transaction is open (people, departments, calendars, rules) has connections of its own: with the pool
 *  of the transactions, enough of these at once would wait for a connection that none of them gives back. */
const ASIDE_POOL = 4;

/** The one place where everything is put together. Nothing works on its own before `start`; to end it, call `quiesce`,
 *  close the HTTP server, then `stop`: the order that loses nothing. Call `stop` also when `start` failed.
 *  @throws when the database cannot be reached, or a form cannot be read */
export async function compose(config: Environment, overrides: Overrides = {}) {
  const { clock = systemClock, log = openLog(config.LOG_LEVEL) } = overrides;
  const databaseUrl = config.DATABASE_URL;
  const keycloak = { keycloakUrl: config.KEYCLOAK_URL, realm: config.KEYCLOAK_REALM };
  const routing = await openRouting();
  const hub = await openEventHub({ databaseUrl, log });
  const db = openDb(databaseUrl, { max: config.DATABASE_POOL, log });
  const aside = openDb(databaseUrl, { max: ASIDE_POOL, log });
  const { forms, routes: formsRoutes } = await formsModule({ db: aside, hub, log });
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

  const audit = auditModule({ db, clock });
  const links = signedLinks({ secret: config.SIGNING_SECRET, publicUrl: config.PUBLIC_URL, clock });
  const departments = departmentsModule({ db: aside });
  const { tree } = departments;
  const { visibility, confidentialServices } = visibilityModule({ db: aside, tree });
  const staff = staffModule({ db: aside, clock, tree, visibility });
  const services = servicesModule({ db });
  const sla = slaModule({ db, aside, clock, log });
  const mail = { smtpUrl: config.SMTP_URL, mailFrom: config.MAIL_FROM };
  const rules = closingRulebook({ db: aside });
  const identify = identifier({ db, links });
  const signing = { secret: config.SIGNING_SECRET, publicUrl: config.PUBLIC_URL, clock };
  const notifications = notificationsModule({
    db,
    clock,
    ...mail,
    linkTo: links.linkTo,
    surveyLinkTo: surveyLinks(signing),
  });
  const alerts = alertsModule({ db, ...signing, visibility, mailer: notifications.mailer });
  const surveys = surveysModule({ db, ...signing, notifier: notifications.notifier });
  const requests = requestsModule({
    db,
    clock,
    catalogue: services.catalogue,
    forms,
    sla: sla.sla,
    readSla: sla.read,
    notifier: notifications.notifier,
    routing,
    visibility,
    rules,
    identify,
    audit: audit.log,
  });
  const tracking = trackingModule({ db, clock, requests: requests.service, rules, identify });
  const history = requestHistory({ db, clock });
  const tasks = tasksModule({
    db,
    clock,
    engine: engine.commands,
    hub,
    forms,
    tree,
    staff: staff.service,
    visibility,
    confidentialServices,
    history,
    closing: closingCheck({ db, visibility }),
    audit: audit.log,
  });
  const absences = absencesModule({ db: aside, clock, staff: staff.service, visibility });
  const workingMoment = recipientHours({ db: aside, book: sla.sla.book });
  const notices = noticesModule({ db, clock, workingMoment, ...mail, publicUrl: config.PUBLIC_URL });
  const escalation = escalationModule({
    db,
    clock,
    log,
    book: sla.sla.book,
    tree,
    staff: staff.service,
    absences: absences.service,
    visibility,
    board: notices.board,
    workingMoment,
    engine: engine.commands,
  });
  const conflicts = conflictsService({ db, clock, tree });
  const registers = registersModule({
    db,
    clock,
    land: { url: config.LAND_REGISTER_URL, token: config.LAND_REGISTER_TOKEN },
  });
  const live = liveModule({ db, hub, log, visibility, confidentialServices });
  const operations = operationsModule({
    db,
    ...keycloak,
    engineStatus: engine.status,
    liveStreams: live.count,
    stuckSteps: escalation.stuckSteps,
  });

  const jobTypes = () => workers.map(({ type }) => type);
  const processDefinitions = processDefinitionsModule({
    db,
    clock,
    log,
    audit: audit.log,
    commands: engine.commands,
    tree,
    provinces: departments.provinces,
    forms,
    jobTypes,
    folder: PROCESSES,
    formsFolder: FORMS_FOLDER,
    onReleased: (tx, done) => releases.deployed(tx, done),
  });

  const moves = movesModule({
    db,
    clock,
    hub,
    engine: engine.commands,
    audit: audit.log,
    history,
  });
  const instances = instancesModule({ db, clock, visibility });
  const processDrafts = processDraftsModule({
    db,
    clock,
    audit: audit.log,
    definitions: processDefinitions.service,
  });
  const testRuns = testRunsModule({
    db,
    clock,
    log,
    commands: engine.commands,
    drafts: processDrafts.drafts,
    forms,
    catalogue: services.catalogue,
    pastRequests: pastRequests({ db, forms, routing, catalogue: services.catalogue }),
    explain: routing.explain,
    visibility,
    audit: audit.log,
  });
  const releases = releasesModule({
    db,
    clock,
    audit: audit.log,
    drafts: processDrafts.drafts,
    definitions: processDefinitions.service,
  });
  const instanceOperations = instanceOperationsModule({
    db,
    clock,
    log,
    hub,
    audit: audit.log,
    engine: engine.commands,
    keysMatching: async (filter, user, limit) =>
      instances.list.keys(filter, await visibility.of(user), { limit }),
  });

  const app = createApp({
    routes: [
      ...operations.routes,
      ...departments.routes,
      ...services.routes,
      ...sla.routes,
      ...formsRoutes,
      ...staff.routes,
      ...requests.routes,
      ...tracking.routes,
      ...alerts.routes,
      ...surveys.routes,
      ...tasks.routes,
      ...notices.routes,
      ...absences.routes,
      ...escalation.routes,
      ...live.routes,
      ...processDefinitions.routes,
      ...instances.routes,
      ...processDrafts.routes,
      ...testRuns.routes,
      ...releases.routes,
      ...modellingModule({ db, drafts: processDrafts.drafts, jobTypes }).routes,
      ...audit.routes,
      ...moves.routes,
      ...instanceOperations.routes,
    ],
    operations: operations.router,
    authentication: keycloakAuthentication({ ...keycloak, onSignIn: staff.service.remember }),
    limits: rateLimits({
      db,
      intakePerMinute: config.INTAKE_PER_MINUTE,
      trackPerQuarter: config.TRACK_PER_QUARTER,
    }),
    observe: operations.metrics.observe,
    onRefused: audit.refused,
    log,
    screens: SCREENS,
    publicUrl: config.PUBLIC_URL,
    keycloakUrl: config.KEYCLOAK_URL,
    trustProxy: config.TRUST_PROXY,
    version: description.version,
  });

  const forTasks = { requests: requests.service, sentForms: sentForms(db), clock };
  const workers: AnyWorker[] = [
    ...sharedWorkers({
      requests: requests.service,
      escalation: escalation.service,
      registers: registers.service,
      surveys: surveys.steps,
    }),
    ...citizenAlertWorkers({ alerts: alerts.steps }),
    ...satisfactionSurveyWorkers({ surveys: surveys.steps }),
    ...roadDefectWorkers({ ...forTasks, repairs: repairsService({ db, clock }) }),
    ...transportComplaintWorkers({ ...forTasks, carriers: carriersService({ db, clock }) }),
    ...staffComplaintWorkers({ conflicts }),
  ];

  let jobs: Awaited<ReturnType<typeof startJobs>> | undefined;
  let ladder: ReturnType<typeof escalation.start> | undefined;
  return {
    app,
    db,
    log,
    /** What `start` lets work for the engine. */
    workers,
    async start(): Promise<void> {
      jobs = await startJobs({
        databaseUrl,
        log,
        handlers: {
          ...notifications.jobs,
          ...alerts.jobs,
          ...notices.jobs,
          ...escalation.jobs.handlers,
          ...engine.jobs.handlers,
          ...sla.jobs.handlers,
          ...audit.jobs.handlers,
          ...instanceOperations.jobs.handlers,
          ...moves.jobs.handlers,
          ...releases.jobs,
        },
        schedules: [
          ...alerts.schedules,
          ...engine.jobs.schedules,
          ...sla.jobs.schedules,
          ...escalation.jobs.schedules,
          ...audit.jobs.schedules,
          ...instanceOperations.jobs.schedules,
          ...moves.jobs.schedules,
        ],
      });
      sla.keeper.start();
      await engine.start({ workers: [...workers, testRuns.worker], deploy: processDefinitions.deployOwn });
      testRuns.start();
      ladder = escalation.start();
    },
    /** Ends the streams of live updates and takes no new ones, so that the HTTP server can close. */
    quiesce: live.close,
    async stop(): Promise<void> {
      live.close();
      await ladder?.stop();
      await testRuns.stop();
      await engine.stop();
      await sla.keeper.stop();
      await jobs?.stop();
      notifications.stop();
      notices.stop();
      await hub.close();
      await aside.destroy();
      await db.destroy();
    },
  };
}
