type Variables = Record<string, unknown>;

const PERIODS = { replyWindow: 'P10D', feedbackWindow: 'P14D', appealWindow: 'P30D', mostReopenings: 2 };

const HOUR_MS = 3_600_000;

/** With what processes start that work on no request, by the name of the start message. */
const OTHER_STARTS: Record<string, (now: Date) => Variables> = {
  'alert.citizen-alert': (now) => ({
    kind: 'road-closed',
    severity: 'warning',
    region: 'tehran',
    validUntil: new Date(now.getTime() + 24 * HOUR_MS).toISOString(),
    wavePause: 'PT1M',
    deliveryPause: 'PT5M',
    remindApprover: 'PT1H',
  }),
  'survey.satisfaction-survey': () => ({ survey: 'case', remindAfter: 'P3D', closeAfter: 'P14D' }),
};

/** What a citizen, a staff member or a clock says with a message, where it says more than that it came. */
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

/** The routing facts of an ordinary request. */
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

/** What a request's process starts with, besides the id of its request: the facts, and the periods of the ministry's rules. */
export const requestStart = (facts: StartFacts): Variables => ({ ...facts, ...PERIODS });

/** What a process may start with for want of anything real.
 *  @param started the name of its start message, or null when it is called or started by hand */
export const exampleStart = (started: string | null, facts: StartFacts, now: Date): Variables =>
  OTHER_STARTS[started ?? '']?.(now) ?? {
    ...requestStart(facts),
    transferTo: 'contact-centre',
    reopenings: 0,
  };

export const exampleMessage = (messageName: string): Variables => MESSAGES[messageName] ?? {};
