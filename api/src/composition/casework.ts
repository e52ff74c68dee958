import type { AnyWorker } from '../engine/index.ts';
import { absencesModule } from '../modules/absences/index.ts';
import { alertsModule } from '../modules/alerts/index.ts';
import { carriersService } from '../modules/carriers/index.ts';
import { conflictsService } from '../modules/conflicts/index.ts';
import { escalationModule } from '../modules/escalation/index.ts';
import { liveModule } from '../modules/live/index.ts';
import { noticesModule, staffWorkingMoment } from '../modules/notices/index.ts';
import { notificationsModule } from '../modules/notifications/index.ts';
import { requestDiagram } from '../modules/process-instances/index.ts';
import { registersModule } from '../modules/registers/index.ts';
import { repairsService } from '../modules/repairs/index.ts';
import {
  closingRulesProvider,
  outcomeCheck,
  requestHistory,
  requestsModule,
} from '../modules/requests/index.ts';
import { slaModule } from '../modules/sla/index.ts';
import { surveyLinks, surveysModule } from '../modules/surveys/index.ts';
import { submittedForms, tasksModule } from '../modules/tasks/index.ts';
import { identifier, signedLinks, trackingModule } from '../modules/tracking/index.ts';
import { citizenAlertWorkers } from '../workers/citizen-alert/index.ts';
import { roadDefectWorkers } from '../workers/road-defect/index.ts';
import { satisfactionSurveyWorkers } from '../workers/satisfaction-survey/index.ts';
import { sharedWorkers } from '../workers/shared/index.ts';
import { staffComplaintWorkers } from '../workers/staff-complaint/index.ts';
import { transportComplaintWorkers } from '../workers/transport-complaint/index.ts';
import type { Foundation } from './foundation.ts';

/** Wires the features of citizens and caseworkers, and the workers that serve their processes. */
export function composeCasework(foundation: Foundation) {
  const { config, clock, log, hub, db, lookupDb, engine, sandbox, routing, forms, tree } = foundation;
  const { visibility, confidentialServices, staff, catalogue, audit, counters, mailer } = foundation;
  const signing = { secret: config.SIGNING_SECRET, publicUrl: config.PUBLIC_URL, clock };
  const links = signedLinks(signing);
  const rules = closingRulesProvider({ db: lookupDb });
  const identify = identifier({ db, clock, links });
  const history = requestHistory({ db, clock });

  const sla = slaModule({ db, lookupDb, clock, log, audit });
  const notifications = notificationsModule({
    db,
    clock,
    mailer,
    linkTo: links.linkTo,
    surveyLinkTo: surveyLinks(signing),
  });
  const alerts = alertsModule({ db, counters, ...signing, visibility, mailer });
  const surveys = surveysModule({ db, ...signing, notifier: notifications.notifier });
  const requests = requestsModule({
    db,
    clock,
    catalogue,
    forms,
    sla: sla.sla,
    readSla: sla.read,
    readDiagram: requestDiagram({ db, ...sandbox }),
    notifier: notifications.notifier,
    routing,
    visibility,
    rules,
    identify,
    audit,
  });
  const tracking = trackingModule({ db, clock, requests: requests.service, rules, identify });
  const tasks = tasksModule({
    db,
    clock,
    engine: engine.commands,
    hub,
    forms,
    tree,
    staff,
    visibility,
    confidentialServices,
    history,
    outcomeCheck: outcomeCheck({ db, visibility }),
    audit,
  });
  const absences = absencesModule({ db, lookupDb, clock, staff, visibility, audit });
  const nextWorkingMoment = staffWorkingMoment({ db: lookupDb, slaCatalogue: sla.sla.slaCatalogue });
  const notices = noticesModule({
    db,
    clock,
    staff,
    visibility,
    nextWorkingMoment,
    mailer,
    publicUrl: config.PUBLIC_URL,
  });
  const escalation = escalationModule({
    db,
    clock,
    log,
    slaCatalogue: sla.sla.slaCatalogue,
    tree,
    staff,
    absences: absences.service,
    visibility,
    notices: notices.service,
    nextWorkingMoment,
    engine: engine.commands,
    audit,
  });
  const conflicts = conflictsService({ db, clock, tree });
  const registers = registersModule({
    db,
    clock,
    land: { url: config.LAND_REGISTER_URL, token: config.LAND_REGISTER_TOKEN },
  });
  const live = liveModule({ db, hub, log, visibility, confidentialServices });

  const forTasks = { requests: requests.service, submittedForms: submittedForms(db), clock };
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
    ...staffComplaintWorkers({ ...forTasks, conflicts }),
  ];

  let ladder: ReturnType<typeof escalation.start> | undefined;
  return {
    workers,
    history,
    live,
    stuckSteps: escalation.countStuckSteps,
    routes: [
      ...sla.routes,
      ...requests.routes,
      ...tracking.routes,
      ...alerts.routes,
      ...surveys.routes,
      ...tasks.routes,
      ...notices.routes,
      ...absences.routes,
      ...escalation.routes,
      ...live.routes,
    ],
    jobs: [
      { handlers: notifications.jobs },
      { handlers: alerts.jobs, schedules: alerts.schedules },
      { handlers: notices.jobs },
      escalation.jobs,
      sla.jobs,
      tasks.jobs,
    ],
    keeper: sla.clockSweeper,
    startLadder(): void {
      ladder = escalation.start();
    },
    stopLadder: async () => ladder?.stop(),
  };
}

export type Casework = ReturnType<typeof composeCasework>;
