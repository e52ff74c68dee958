import type { PastRequestFacts, PastRequests } from '#api/modules/requests/index.ts';
import type { ServiceCatalogue } from '#api/modules/services/index.ts';
import type { ElementFacts } from '../isolation/element-facts.ts';
import { EXAMPLE_FACTS, exampleStart, requestStart, type StartFacts } from './example-data.ts';
import type { TestRunForms } from './test-run-forms.ts';

const PAST_REQUESTS_READ = 300;
const MAX_GROUPS_SHOWN = 12;

type Variables = Record<string, unknown>;

/** Returns the message that starts a process in production; null when it is called or started by hand. */
export const startMessageOf = (elements: Record<string, ElementFacts>): string | null =>
  Object.values(elements).find(({ startedBy }) => startedBy)?.startedBy ?? null;

/** Start data for a run: an example, and the facts of past requests, which name nobody. */
export const startData = ({
  catalogue,
  pastRequests,
}: {
  catalogue: ServiceCatalogue;
  pastRequests: PastRequests;
}) => ({
  async example(
    processKey: string,
    started: string | null,
    forms: TestRunForms,
    now: Date,
  ): Promise<Variables> {
    const service = (await catalogue.list()).find((entry) => entry.processKey === processKey);
    if (!service) return exampleStart(started, EXAMPLE_FACTS, now);
    const { key, department, intakeForm } = service;
    const filled = (await forms.example(intakeForm, { turn: 0, department, now })) ?? {};
    const answers = forms.variables(intakeForm, filled);
    return exampleStart(started, { ...EXAMPLE_FACTS, service: key, department, answers }, now);
  },

  /** Returns the facts of past requests of this process, the most frequent first. */
  async past(processKey: string) {
    const services = (await catalogue.list())
      .filter((entry) => entry.processKey === processKey)
      .map(({ key }) => key);
    if (services.length === 0) return [];
    const groups = new Map<string, { requests: number; facts: PastRequestFacts }>();
    for (const { facts } of await pastRequests({ services, limit: PAST_REQUESTS_READ })) {
      const same = JSON.stringify(facts);
      const group = groups.get(same) ?? { requests: 0, facts };
      group.requests += 1;
      groups.set(same, group);
    }
    return [...groups.values()]
      .sort((a, b) => b.requests - a.requests)
      .slice(0, MAX_GROUPS_SHOWN)
      .map(({ requests, facts }) => ({ requests, facts, variables: requestStart(facts as StartFacts) }));
  },
});

/** Returns the subject of a run: an id of its own, which no request, alert or survey has. */
export function subjectId(started: string | null, id: string): Variables {
  if (started?.startsWith('alert.')) return { alertId: id };
  return started?.startsWith('survey.') ? { invitationId: id } : { requestId: id };
}
