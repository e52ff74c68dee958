import { wire } from './record-log.ts';
import { Rejection, type Stuck } from './rejection.ts';
import { nextKey, type ElementInstance, type Incident, type Job, type Runtime } from './runtime.ts';
import { whereValue } from './values.ts';

const NONE = wire('-1');

export const emitIncident = (
  runtime: Runtime,
  intent: string,
  { key, element, errorType, errorMessage, job }: Incident,
): void =>
  runtime.log.emit(element.partition, 'INCIDENT', intent, key, {
    ...whereValue(element),
    errorType,
    errorMessage,
    jobKey: job ? wire(job.key) : NONE,
    variableScopeKey: wire(element.key),
  });

/** Lets an element wait for help. */
export function raiseIncident(
  runtime: Runtime,
  element: ElementInstance,
  { errorType, message }: Pick<Stuck, 'errorType' | 'message'>,
  retry: () => void,
  job?: Job,
): void {
  const key = nextKey(runtime, element.partition);
  const incident: Incident = { key, element, errorType, errorMessage: message, job, retry };
  element.incident = incident;
  runtime.incidents.set(key, incident);
  emitIncident(runtime, 'CREATED', incident);
}

/** The element ends, and its incident with it. */
export function dropIncident(runtime: Runtime, element: ElementInstance): void {
  const { incident } = element;
  if (!incident) return;
  element.incident = undefined;
  runtime.incidents.delete(incident.key);
  emitIncident(runtime, 'RESOLVED', incident);
}

/** @throws Rejection */
export function resolveIncident(runtime: Runtime, incidentKey: string): void {
  const incident = runtime.incidents.get(incidentKey);
  if (!incident)
    throw new Rejection(
      'NOT_FOUND',
      `Expected to resolve incident with key '${incidentKey}', but no such incident was found`,
    );
  dropIncident(runtime, incident.element);
  incident.retry();
}
