import { DAY_MS } from '#api/platform/time.ts';
type Variables = Record<string, unknown>;

const PERIODS = { replyWindow: 'P10D', feedbackWindow: 'P14D', appealWindow: 'P30D', mostReopenings: 2 };

/** Start variables of processes that are not about a request, by the name of the start message. */
const OTHER_STARTS: Record<string, (now: Date) => Variables> = {
  'alert.citizen-alert': (now) => ({
    kind: 'road-closed',
    severity: 'warning',
    region: 'tehran',
    validUntil: new Date(now.getTime() + DAY_MS).toISOString(),
    wavePause: 'PT1M',
    deliveryPause: 'PT5M',
    remindApprover: 'PT1H',
  }),
  'survey.satisfaction-survey': () => ({ survey: 'case', remindAfter: 'P3D', closeAfter: 'P14D' }),
};

/** Example variables of messages from a citizen, a member of staff or a clock, for messages that carry
 *  any. */
const MESSAGES: Record<string, Variables> = {
  'citizen-feedback': { feedback: 'confirmed' },
  'outside-body-replied': { position: 'accepts' },
  'sla-step': {
    slaStep: 'warn',
    slaTarget: 'resolve',
    slaMode: 'notify',
    slaStepId: '00000000-0000-4000-8000-000000000000',
  },
};

/** Routing facts of an ordinary request. */
export const EXAMPLE_FACTS = {
  service: 'road-damage',
  department: 'rmto',
  region: 'tehran' as string | null,
  channel: 'web',
  priority: 'normal',
  keywords: [] as readonly string[],
  answers: {} as Variables,
};

export type StartFacts = typeof EXAMPLE_FACTS;

/** Start variables of a request's process, besides the id of its request: the facts, and the periods of the
 *  ministry's rules. */
export const requestStart = (facts: StartFacts): Variables => ({ ...facts, ...PERIODS });

/** Example start variables of a process, when there are no real ones.
 *  @param started the name of its start message, or null when it is called or started by hand */
export const exampleStart = (started: string | null, facts: StartFacts, now: Date): Variables =>
  OTHER_STARTS[started ?? '']?.(now) ?? {
    ...requestStart(facts),
    transferTo: 'contact-centre',
    reopenings: 0,
  };

export const exampleMessage = (messageName: string): Variables => MESSAGES[messageName] ?? {};
