import { absencesOperations } from './absences.operations.ts';
import { alertSubscriptionsOperations } from './alert-subscriptions.operations.ts';
import { alertsOperations } from './alerts.operations.ts';
import { auditOperations } from './audit.operations.ts';
import { batchOperations } from './batch-operations.operations.ts';
import { departmentsOperations } from './departments.operations.ts';
import { draftCollaborationOperations } from './draft-collaboration.operations.ts';
import type { OperationId } from './endpoints.ts';
import { engineHealthOperations } from './engine-health.operations.ts';
import { escalationOperations } from './escalation.operations.ts';
import { eventsOperations } from './events.operations.ts';
import { formsOperations } from './forms.operations.ts';
import { instanceMigrationOperations } from './instance-migration.operations.ts';
import { instancesOperations } from './instances.operations.ts';
import { modellingOperations } from './modelling.operations.ts';
import { noticesOperations } from './notices.operations.ts';
import type { IDEMPOTENCY_KEY, Operation, PartOf } from './operation.ts';
import { processDefinitionsOperations } from './process-definitions.operations.ts';
import { processDraftsOperations } from './process-drafts.operations.ts';
import { releasesOperations } from './releases.operations.ts';
import { requestsOperations } from './requests.operations.ts';
import { servicesOperations } from './services.operations.ts';
import { slaOperations } from './sla.operations.ts';
import { staffOperations } from './staff.operations.ts';
import { surveysOperations } from './surveys.operations.ts';
import { tasksOperations } from './tasks.operations.ts';
import { testRunsOperations } from './test-runs.operations.ts';
import { trackingOperations } from './tracking.operations.ts';
import { uiConfigOperations } from './ui-config.operations.ts';
import { whatIfsOperations } from './what-ifs.operations.ts';

/** Compiles only when the keys are those of `ENDPOINTS`, none more and none less. */
const complete = <T extends Record<OperationId, Operation>>(
  operations: T & Record<Exclude<keyof T, OperationId>, never>,
): T => operations;

/** What every operation takes and answers. Screens import only types from here, so that no schema gets into
 *  their bundles. */
export const OPERATIONS = complete({
  ...absencesOperations,
  ...alertSubscriptionsOperations,
  ...alertsOperations,
  ...auditOperations,
  ...batchOperations,
  ...departmentsOperations,
  ...draftCollaborationOperations,
  ...engineHealthOperations,
  ...escalationOperations,
  ...eventsOperations,
  ...formsOperations,
  ...instanceMigrationOperations,
  ...instancesOperations,
  ...modellingOperations,
  ...noticesOperations,
  ...processDefinitionsOperations,
  ...processDraftsOperations,
  ...releasesOperations,
  ...requestsOperations,
  ...servicesOperations,
  ...slaOperations,
  ...staffOperations,
  ...surveysOperations,
  ...tasksOperations,
  ...testRunsOperations,
  ...trackingOperations,
  ...uiConfigOperations,
  ...whatIfsOperations,
});

type Operations = typeof OPERATIONS;

export type ParamsOf<Id extends OperationId> = PartOf<Operations[Id], 'params'>;
export type QueryOf<Id extends OperationId> = PartOf<Operations[Id], 'query'>;
export type BodyOf<Id extends OperationId> = PartOf<Operations[Id], 'body'>;
export type AnswerOf<Id extends OperationId> = PartOf<Operations[Id], 'response'>;

/** Operations that answer with a stream of server-sent events. */
export type EventsId = {
  [Id in OperationId]: Operations[Id] extends { events: true } ? Id : never;
}[OperationId];

/** Operations that a caller may repeat with the same key. */
export type IdempotentId = {
  [Id in OperationId]: Operations[Id] extends { headers: Record<typeof IDEMPOTENCY_KEY, unknown> }
    ? Id
    : never;
}[OperationId];
