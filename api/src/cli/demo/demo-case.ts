import type { Applicant, Channel, FileRequest, RequestStatus } from '#common/contract/index.ts';
import { applicantOf } from './applicants.ts';
import { roadsFor, STREETS } from './places.ts';
import { type Random, seeded, seedOf } from './random.ts';
import type { Facts, FormData, Matter, Scenario } from './scenario.ts';
import { scenarioOf } from './scenarios/index.ts';

/** How far a case is taken. */
export type Course = {
  /** Where it rests: at forms that wait for somebody, or in a status. */
  rests:
    readonly string[] | Extract<RequestStatus, 'waiting-citizen' | 'waiting-body' | 'answered' | 'closed'>;
  /** The time that it comes to such a form at which it rests; the first unless given. */
  visit?: number;
  /** Who has taken the task at which it rests. */
  takenBy?: string;
  /** The department asks the citizen first. */
  asks?: true;
  /** What the citizen says of the answer. */
  word?: 'confirmed' | 'unsatisfied' | 'reopened';
  appeals?: true;
  /** Who does a step, where it matters. */
  by?: Readonly<Record<string, string>>;
};

/** `province` null: the citizen names none, so that it is a matter of the whole country. */
export type CasePlan = {
  key: string;
  scenario: string;
  province: string | null;
  course: Course;
  /** How it comes in; any way unless given. */
  channel?: Channel;
};

export type DemoCase = CasePlan & {
  matter: Matter;
  body: FileRequest;
  /** With the tracking code it opens the citizen's page. */
  secondFactor: string;
  today: Date;
};

/** The forms at which a department can ask the citizen, by which the case comes back to the same form. */
const FORMS_THAT_ASK: ReadonlySet<string> = new Set([
  'citizen-request/handle',
  'road-defect/check-danger',
  'transport-complaint/review',
  'information-request/answer',
  'housing-inquiry/examine',
  'urban-development-objection/examine',
  'staff-complaint/investigate',
]);

/** One in seven comes in by the public web form, which takes so many a minute; the contact centre files the others. */
const WEB_EVERY = 7;
const OFFICE_CHANNELS: readonly Channel[] = [
  'phone',
  'phone',
  'phone',
  'sms',
  'in-person',
  'email',
  'letter',
];
const SOMEWHERE = ['fars', 'isfahan', 'razavi-khorasan', 'khuzestan', 'yazd', 'hormozgan'] as const;

/** Makes the case of a plan: the same every time, but for what has a date. */
export function demoCase<Plan extends CasePlan>(
  plan: Plan,
  { provinceNames, today }: { provinceNames: ReadonlyMap<string, string>; today: Date },
): Plan & DemoCase {
  const random = seeded(seedOf(plan.key));
  const scenario = scenarioOf(plan.scenario);
  const facts = factsOf(plan, scenario, { random, provinceNames, today });
  const matter = scenario.tell(facts);
  const applicant = applicantOf(scenario, random);
  return {
    ...plan,
    matter,
    today,
    secondFactor: secondFactorOf(applicant),
    body: {
      service: scenario.service,
      text: matter.text,
      applicant,
      place: {
        ...(plan.province === null ? {} : { province: plan.province }),
        address: matter.address,
      },
      answers: { ...matter.answers },
      locale: scenario.locale ?? 'fa',
      ...channelOf(plan, scenario, random),
    },
  };
}

function factsOf(
  { province, scenario: key }: CasePlan,
  { setting }: Scenario,
  {
    random,
    provinceNames,
    today,
  }: { random: Random; provinceNames: ReadonlyMap<string, string>; today: Date },
): Facts {
  const where = province ?? random.one(SOMEWHERE);
  const roads = roadsFor(where, setting);
  if (roads.length === 0) throw new Error(`${key} cannot happen in ${where}`);
  const { name, from, to, length } = random.one(roads);
  return {
    province: where,
    provinceName: provinceNames.get(where) ?? where,
    town: from,
    other: to,
    far: from === 'مشهد' ? 'تهران' : 'مشهد',
    road: name,
    kilometre: 3 + random.below(length - 3),
    street: random.one(STREETS),
    number: 1_000 + random.below(90_000),
    today,
  };
}

/** Visitors write by the web form; so do some of the others. */
function channelOf({ channel }: CasePlan, { locale }: Scenario, random: Random): { channel?: Channel } {
  if (channel) return { channel };
  if (locale || random.below(WEB_EVERY) === 0) return {};
  return { channel: random.one(OFFICE_CHANNELS) };
}

function secondFactorOf({ mobile, email }: Applicant): string {
  const factor = mobile?.slice(-4) ?? email;
  if (!factor)
    throw new Error('An applicant of the demonstration has neither a telephone nor an e-mail address');
  return factor;
}

/** How a form is filled in when a case comes to it for the n-th time, from 1; undefined where the matter has no such form. */
export function fillOf(
  { matter, course }: Pick<DemoCase, 'matter' | 'course'>,
  form: string,
  { visit, queue }: { visit: number; queue: string },
): FormData | undefined {
  const asks = course.asks && FORMS_THAT_ASK.has(form);
  if (asks && visit === 1) return { decision: 'ask-citizen', question: matter.question.asks };
  const fill = matter.work[form];
  if (fill === undefined) return undefined;
  if (typeof fill === 'function') return fill(queue);
  if (!Array.isArray(fill)) return fill as FormData;
  const times = fill as readonly FormData[];
  return times[Math.min(visit - (asks ? 2 : 1), times.length - 1)];
}

/** Whether a case rests at a form when it comes to it for the n-th time. */
export const restsAt = (
  { course: { rests, visit: at = 1 } }: Pick<DemoCase, 'course'>,
  form: string,
  visit: number,
) => typeof rests !== 'string' && rests.includes(form) && visit >= at;
