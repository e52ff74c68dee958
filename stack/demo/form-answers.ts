import type { Outcome } from '#common/contract/index.ts';
import {
  dayOf,
  type Facts,
  type Fill,
  type FormData,
  inDays,
  type Matter,
  persianDigits,
} from './scenario.ts';

type Work = Record<string, Fill>;

/** Final answer to the citizen. A refusal needs its legal basis, and field work its evidence. */
export type Answer = {
  outcome: Extract<Outcome, 'resolved' | 'partly' | 'refused' | 'not-admissible'>;
  text: string;
  evidence?: string;
  legalBasis?: string;
};

const answering = (answer: Answer): FormData => ({ decision: 'answer', ...answer });

/** Names the photos and report, filed under the number of the matter. */
const report = ({ number }: Facts, what: string): string =>
  `گزارش ${what} شماره ${persianDigits(number)} با عکس، بایگانی واحد`;

/** Fills in the process citizen-request. `atOnce` is the immediate action where life was in danger. */
export const handled = (answer: Answer, atOnce?: string): Work => ({
  ...(atOnce ? { 'citizen-request/act-at-once': { measures: atOnce, averted: 'yes' } } : {}),
  'citizen-request/handle': answering(answer),
});

/** Fills in a request filed with the wrong department: that passes it on, and the next one accepts. */
export const passedOn = (to: string, reason: string, answer: Answer): Work => ({
  'citizen-request/handle': [{ decision: 'transfer', transferTo: to, reason }, answering(answer)],
  'transfer/accept': { decision: 'accept' },
});

/** Like `passedOn`, but the next department declines, so that the contact centre decides. */
export const declined = (
  { to, reason }: { to: string; reason: string },
  refusal: string,
  { belongsTo, because }: { belongsTo: string; because: string },
  answer: Answer,
): Work => ({
  ...passedOn(to, reason, answer),
  'transfer/accept': { decision: 'decline', reason: refusal },
  'transfer/decide': { assignTo: belongsTo, reason: because },
});

type Repair = {
  kind: 'surface' | 'bridge-slope' | 'snow-ice' | 'equipment';
  extent: string;
  work: string;
  /** The fault found if the repair was not good. */
  fault: string;
  answer: string;
  partly?: true;
};

/** Fills in the process road-defect for a repair. */
export const repaired = (
  facts: Facts,
  { kind, extent, work, fault, answer, partly }: Repair,
  note: string,
): Work => ({
  'road-defect/check-danger': { decision: 'inspect', note },
  'road-defect/inspect': {
    finding: 'repair',
    repairKind: kind,
    extent,
    evidence: report(facts, 'بازدید'),
  },
  'road-defect/repair': {
    work,
    evidence: report(facts, 'تعمیر'),
    finishedOn: dayOf(facts.today),
  },
  'road-defect/verify': { verdict: 'good', evidence: report(facts, 'راستی‌آزمایی') },
  'road-defect/head-decides': {
    headDecision: 'accept',
    explanation: `${fault} در برنامه بعدی اصلاح می‌شود.`,
  },
  'road-defect/answer': answering({
    outcome: partly ? 'partly' : 'resolved',
    text: answer,
    evidence: report(facts, 'تعمیر'),
  }),
});

type Emergency = {
  note: string;
  securing: 'closed' | 'lane-closed' | 'signed';
  measures: string;
  informed: readonly ('police' | 'red-crescent' | 'emergency' | 'broadcast')[];
};

/** Like `repaired`, where somebody is in danger until the road is secured. */
export const secured = (
  facts: Facts,
  repair: Repair,
  { note, securing, measures, informed }: Emergency,
): Work => ({
  ...repaired(facts, repair, note),
  'road-defect/check-danger': { decision: 'emergency', note },
  'road-defect/secure-road': { securing, evidence: report(facts, 'ایمن‌سازی'), note: measures },
  'road-defect/take-up-emergency': { informed },
});

/** Like `repaired`, where the verification finds fault with the repair each time, so that the head
 *  decides. */
export const neverGood = (facts: Facts, repair: Repair, note: string): Work => ({
  ...repaired(facts, repair, note),
  'road-defect/verify': {
    verdict: 'not-good',
    evidence: report(facts, 'راستی‌آزمایی'),
    deficiency: repair.fault,
  },
});

/** Fills in the process road-defect where the inspection finds nothing to repair. */
export const nothingToRepair = (
  facts: Facts,
  note: string,
  { explanation, answer }: { explanation: string; answer: string },
): Work => ({
  'road-defect/check-danger': { decision: 'inspect', note },
  'road-defect/inspect': { finding: 'no-repair', explanation, evidence: report(facts, 'بازدید') },
  'road-defect/answer': answering({
    outcome: 'resolved',
    text: answer,
    evidence: report(facts, 'بازدید'),
  }),
});

type Complaint = {
  carrier: string;
  asks: string;
  legal: { opinion: string; basis: string };
  technical: string;
} & (
  | {
      reply: { position: 'accepts' | 'no-comment'; text: string };
      measure: 'none' | 'warning' | 'refund' | 'suspension';
      answer: Answer;
    }
  /** There is a hearing, and no decision before its day. */
  | { reply: { position: 'disputes'; text: string } }
);

const CARRIER_DAYS = 10;
const HEARING_IN_DAYS = 6;

/** Fills in the process transport-complaint. */
export const complainedOf = (facts: Facts, complaint: Complaint): Pick<Matter, 'work' | 'outside'> => ({
  outside: complaint.reply,
  work: {
    'transport-complaint/review': {
      decision: 'ask-carrier',
      carrier: complaint.carrier,
      carrierDays: CARRIER_DAYS,
      carrierQuestion: complaint.asks,
    },
    'transport-complaint/legal-opinion': complaint.legal,
    'transport-complaint/technical-opinion': { opinion: complaint.technical },
    ...('answer' in complaint
      ? {
          'transport-complaint/decide': { ...answering(complaint.answer), measure: complaint.measure },
          'transport-complaint/check-decision': { check: 'confirm' },
        }
      : {
          'transport-complaint/set-hearing': {
            hearingAt: inDays(facts.today, HEARING_IN_DAYS).toISOString(),
            venue: 'سالن جلسه‌های اداره',
            invited: `شهروند و نماینده ${complaint.carrier}`,
          },
        }),
  },
});

/** Fills in the process information-request where the contact centre knows the answer. */
export const knownAnswer = (article: string, answer: Answer): Work => ({
  'information-request/first-contact': { ...answering(answer), article },
});

/** Fills in the process information-request where the department in charge answers. */
export const askedOn = (note: string, answer: Answer): Work => ({
  'information-request/first-contact': { decision: 'route', note },
  'information-request/answer': answering(answer),
});

/** Fills in the process housing-inquiry. */
export const examined = (answer: Omit<Answer, 'evidence'>): Work => ({
  'housing-inquiry/examine': answering(answer),
});

type Objection = {
  note: string;
  opinions: Record<
    'urban-planning-deputy' | 'housing-deputy' | 'national-land-housing',
    { opinion: 'uphold' | 'reject'; grounds: string }
  >;
  answer: Omit<Answer, 'evidence'>;
};

/** Fills in the process urban-development-objection for an admissible objection. */
export const consulted = ({ note, opinions, answer }: Objection): Work => ({
  'urban-development-objection/examine': { decision: 'consult', note },
  'urban-development-objection/opinion': (queue) => opinions[queue as keyof typeof opinions],
  'urban-development-objection/decide': answering(answer),
});

/** Fills in the process staff-complaint. */
export const investigated = (
  unit: string,
  answer: Omit<Answer, 'evidence'>,
  measure?: { measure: 'training' | 'warning' | 'disciplinary-board'; note: string },
): Work => ({
  'staff-complaint/name-unit': { decision: 'name-unit', unit },
  'staff-complaint/investigate': { ...answering(answer), founded: measure !== undefined },
  ...(measure ? { 'staff-complaint/decide-measure': measure } : {}),
});
