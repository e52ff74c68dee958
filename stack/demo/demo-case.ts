import type { Applicant, Channel, FileRequest, RequestStatus } from '#common/contract/index.ts';
import { applicantOf } from './applicants.ts';
import { roadsFor, STREETS } from './places.ts';
import { type Random, seeded, seedOf } from './random.ts';
import type { Facts, FormData, Matter, Scenario } from './scenario.ts';
import { scenarioOf } from './scenarios/index.ts';

/** Course of a case: how far it is taken. */
export type Course = {
  /** Its resting place: forms that wait for somebody, or a status. */
  rests:
    readonly string[] | Extract<RequestStatus, 'waiting-citizen' | 'waiting-body' | 'answered' | 'closed'>;
  /** Visit to the form at which it rests, counted from 1; the first by default. */
  visit?: number;
  /** Username of the person who has claimed the task at which it rests. */
  takenBy?: string;
  /** The department asks the citizen first. */
  asks?: true;
  /** The citizen's feedback on the answer. */
  word?: 'confirmed' | 'unsatisfied' | 'reopened';
  appeals?: true;
  /** Usernames by form, where it matters who does a step. */
  by?: Readonly<Record<string, string>>;
};

/** `province` null: the citizen names none, so the matter concerns the whole country. */
export type CasePlan = {
  key: string;
  scenario: string;
  province: string | null;
  course: Course;
  /** Channel of the request; any channel by default. */
  channel?: Channel;
};

export type DemoCase = CasePlan & {
  matter: Matter;
  body: FileRequest;
  /** Together with the tracking code, it opens the citizen's page. */
  secondFactor: string;
  today: Date;
};

/** Forms at which a department can ask the citizen; the case then comes back to the same form. */
const FORMS_THAT_ASK: ReadonlySet<string> = new Set([
  'citizen-request/handle',
  'road-defect/check-danger',
  'transport-complaint/review',
  'information-request/answer',
  'housing-inquiry/examine',
  'urban-development-objection/examine',
  'staff-complaint/investigate',
]);

/** One case in seven comes by the public web form, which is limited per minute; the contact centre files the
 *  others. */
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

/** Creates the case of a plan. It is the same every time, except for dates. */
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

/** Picks the channel: visitors use the web form, as do some of the others. */
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

/** Returns the data for a form on the n-th visit of a case, from 1; undefined where the matter has no such
 *  form. */
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

/** Returns true when a case rests at a form on its n-th visit. */
export const restsAt = (
  { course: { rests, visit: at = 1 } }: Pick<DemoCase, 'course'>,
  form: string,
  visit: number,
) => typeof rests !== 'string' && rests.includes(form) && visit >= at;
