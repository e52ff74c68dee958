import { resolveBan } from './banned-instances.ts';
import { attempt } from './lifecycle.ts';
import { NO_KEY, wire } from './record-log.ts';
import { whereValue } from './record-values.ts';
import { type IncidentError, Rejection } from './rejection.ts';
import { nextKey, type Runtime } from './runtime.ts';
import type { ElementInstance, Incident, Step } from './state.ts';

export const emitIncident = (
  runtime: Runtime,
  intent: string,
  { key, element, errorType, errorMessage, ofJob }: Incident,
): void =>
  runtime.log.emit(element.instance.partition, 'INCIDENT', intent, key, {
    ...whereValue(element),
    errorType,
    errorMessage,
    jobKey: ofJob && element.job ? wire(element.job.key) : NO_KEY,
    variableScopeKey: wire(element.key),
  });

/** Raises an incident at an element. */
export function raiseIncident(
  runtime: Runtime,
  element: ElementInstance,
  { errorType, message }: Pick<IncidentError, 'errorType' | 'message'>,
  retry: Step,
): void {
  const { instance } = element;
  const key = nextKey(runtime, element);
  const ofJob = retry.do === 'offer-job';
  const incident: Incident = { key, element, errorType, errorMessage: message, ofJob, retry };
  element.incident = incident;
  instance.at.set(key, element);
  emitIncident(runtime, 'CREATED', incident);
}

/** Closes the incident of an element that continues or ends without help. */
export function dropIncident(runtime: Runtime, element: ElementInstance): void {
  const { incident, instance } = element;
  if (!incident) return;
  element.incident = undefined;
  instance.at.delete(incident.key);
  emitIncident(runtime, 'RESOLVED', incident);
}

/** @throws Rejection */
export function resolveIncident(runtime: Runtime, incidentKey: string): void {
  const aside = runtime.state.asideWith(incidentKey);
  if (aside) return resolveBan(runtime, aside);
  const element = runtime.state.instanceOf(incidentKey)?.at.get(incidentKey);
  const incident = element?.incident;
  if (!element || incident?.key !== incidentKey)
    throw new Rejection(
      'NOT_FOUND',
      `Expected to resolve incident with key '${incidentKey}', but no such incident was found`,
    );
  dropIncident(runtime, element);
  attempt(runtime, element, incident.retry);
}
