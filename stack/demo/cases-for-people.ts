import {
  answered,
  appealed,
  at,
  atAll,
  confirmed,
  reopened,
  replied,
  waitsForCarrier,
  waitsForCitizen,
} from './case-plans.ts';
import type { CasePlan } from './demo-case.ts';

const HANDLE = 'citizen-request/handle';
const EXAMINE_HOUSING = 'housing-inquiry/examine';
const EXAMINE_PLAN = 'urban-development-objection/examine';
const OPINION = 'urban-development-objection/opinion';
const DECIDE_PLAN = 'urban-development-objection/decide';
const ANSWER_QUESTION = 'information-request/answer';
const FIRST_CONTACT = 'information-request/first-contact';
const REVIEW = 'transport-complaint/review';
const LEGAL = 'transport-complaint/legal-opinion';
const TECHNICAL = 'transport-complaint/technical-opinion';
const DECIDE_COMPLAINT = 'transport-complaint/decide';
const CHECK_DECISION = 'transport-complaint/check-decision';
const CHECK_DANGER = 'road-defect/check-danger';
const INSPECT = 'road-defect/inspect';
const REPAIR = 'road-defect/repair';
const SECURE = 'road-defect/secure-road';
const TAKE_UP = 'road-defect/take-up-emergency';
const NAME_UNIT = 'staff-complaint/name-unit';
const INVESTIGATE = 'staff-complaint/investigate';
const ACCEPT = 'transfer/accept';

const FIRST_OF_TEHRAN = 'caseworker.rmto-tehran';
const SECOND_OF_TEHRAN = 'caseworker.rmto-tehran-2';

/** Cases of road maintenance in Tehran, where the README's tour starts: every step of its processes. */
const ROADS_OF_TEHRAN: readonly CasePlan[] = [
  at('pothole', 'tehran', CHECK_DANGER),
  at('subsidence', 'tehran', CHECK_DANGER, { takenBy: FIRST_OF_TEHRAN }),
  replied('noise-on-bridge', 'tehran', CHECK_DANGER),
  atAll('rockfall', 'tehran', [SECURE, TAKE_UP]),
  at('washed-shoulder', 'tehran', INSPECT),
  at('snow', 'tehran', INSPECT, { takenBy: SECOND_OF_TEHRAN }),
  at('pothole', 'tehran', REPAIR, { takenBy: FIRST_OF_TEHRAN }),
  at('ice', 'tehran', 'road-defect/verify', { by: { [REPAIR]: SECOND_OF_TEHRAN } }),
  at('washed-shoulder', 'tehran', 'road-defect/answer', { takenBy: SECOND_OF_TEHRAN }),
  at('bridge-joint', 'tehran', 'road-defect/head-decides'),
  at('curve-sign', 'tehran', HANDLE),
  at('line-marking', 'tehran', HANDLE, { takenBy: FIRST_OF_TEHRAN }),
  at('accident-spot', 'tehran', 'citizen-request/act-at-once'),
  waitsForCitizen('guardrail', 'tehran'),
  answered('junction-lighting', 'tehran'),
  confirmed('pothole', 'tehran'),
  reopened('guardrail', 'tehran', HANDLE, { by: { [HANDLE]: SECOND_OF_TEHRAN } }),
  appealed('curve-sign', 'tehran'),
  at('diversion-pothole', 'tehran', ACCEPT),
  at('bus-delay', 'tehran', REVIEW, { takenBy: SECOND_OF_TEHRAN }),
  at('freight-rate', 'tehran', TECHNICAL),
  at('taxi-fare', 'tehran', CHECK_DECISION),
];

/** Cases of national road maintenance: tolls, carriers of no one province, the control room. */
const ROADS_OF_THE_COUNTRY: readonly CasePlan[] = [
  at('toll-twice', 'isfahan', HANDLE),
  at('toll-visitor', 'tehran', HANDLE),
  at('toll-sold-car', 'fars', HANDLE, { takenBy: 'caseworker.rmto' }),
  replied('toll-penalty', 'qom', HANDLE),
  at('ticket-refund', null, REVIEW),
  at('damaged-goods', null, TECHNICAL, { takenBy: 'caseworker.rmto-2' }),
  at('bus-delay', null, 'transport-complaint/set-hearing'),
  at('taxi-fare', null, DECIDE_COMPLAINT, { takenBy: 'caseworker.rmto' }),
  at('freight-rate', null, CHECK_DECISION),
  at('flood', 'mazandaran', TAKE_UP),
  waitsForCarrier('terminal-turn', null),
  answered('toll-twice', 'yazd'),
];

/** Cases of the contact centre: calls, and transfers that nobody accepts. */
const CONTACT_CENTRE: readonly CasePlan[] = [
  at('office-hours', 'fars', FIRST_CONTACT),
  at('engineering-exam', 'gilan', FIRST_CONTACT),
  at('wind-figures', 'yazd', FIRST_CONTACT),
  at('contracts-list', 'kerman', FIRST_CONTACT),
  at('road-map', 'kurdistan', FIRST_CONTACT, { takenBy: 'agent' }),
  at('office-hours', 'tehran', FIRST_CONTACT, { takenBy: 'agent' }),
  at('engineering-exam', 'qazvin', FIRST_CONTACT, { takenBy: 'agent' }),
  at('late-warning', 'bushehr', FIRST_CONTACT, { takenBy: 'caseworker.triage' }),
  at('village-speed-hump', 'tehran', 'transfer/decide'),
  at('village-speed-hump', 'alborz', 'transfer/decide', { takenBy: 'caseworker.triage' }),
  answered('office-hours', 'isfahan', { by: { [FIRST_CONTACT]: 'agent' } }),
  answered('engineering-exam', 'hamadan', { by: { [FIRST_CONTACT]: 'agent' } }),
].map((plan) => ({ ...plan, channel: 'phone' }));

const PUBLIC_RELATIONS: readonly CasePlan[] = [
  at('rest-area', 'semnan', HANDLE),
  at('toll-by-phone', 'tehran', HANDLE, { takenBy: 'caseworker.public-relations' }),
  at('contracts-list', 'tehran', ANSWER_QUESTION),
  at('road-map', 'ilam', ANSWER_QUESTION),
  waitsForCitizen('contracts-list', 'zanjan'),
  answered('thanks', 'alborz'),
];

/** Complaints about staff, which are confidential. The ministry decides on measures, and handles complaints
 *  about the inspectors. */
const STAFF_CONDUCT: readonly CasePlan[] = [
  at('turned-away', 'fars', NAME_UNIT),
  at('money-asked', 'golestan', NAME_UNIT),
  at('empty-counter', 'qom', INVESTIGATE),
  at('turned-away', 'markazi', INVESTIGATE, { takenBy: 'caseworker.staff-conduct' }),
  replied('money-asked', 'lorestan', INVESTIGATE),
  at('turned-away', 'yazd', 'staff-complaint/decide-measure'),
  at('about-inspectors', 'isfahan', NAME_UNIT),
  answered('empty-counter', 'kerman'),
];

const HOUSING_AND_PLANS: readonly CasePlan[] = [
  at('form-j', null, EXAMINE_HOUSING),
  at('late-homes', null, EXAMINE_HOUSING, { takenBy: 'caseworker.housing' }),
  at('instalment', null, EXAMINE_HOUSING),
  answered('residence', null),
  at('land-deed', null, EXAMINE_HOUSING),
  at('family-land', null, EXAMINE_HOUSING, { takenBy: 'caseworker.land-housing' }),
  replied('land-lease', null, EXAMINE_HOUSING),
  answered('family-land', null),
  at('green-space', 'isfahan', OPINION),
  at('wide-alley', 'fars', OPINION),
  at('density', 'tehran', OPINION, { takenBy: 'caseworker.urban-planning' }),
  at('green-space', 'gilan', DECIDE_PLAN),
  at('wide-alley', 'yazd', DECIDE_PLAN, { takenBy: 'caseworker.urban-planning-2' }),
  answered('density', 'kerman'),
  at('green-space', 'tehran', EXAMINE_PLAN),
  at('wide-alley', 'tehran', EXAMINE_PLAN, { takenBy: 'caseworker.province-tehran' }),
  at('form-j', 'tehran', EXAMINE_HOUSING),
  replied('land-deed', 'tehran', EXAMINE_HOUSING),
  waitsForCitizen('instalment', 'tehran'),
  confirmed('late-homes', 'tehran'),
];

const TRANSPORT: readonly CasePlan[] = [
  at('train-delay', 'razavi-khorasan', HANDLE),
  at('carriage-heating', 'zanjan', HANDLE, { takenBy: 'caseworker.railways' }),
  at('station-ramp', 'kerman', HANDLE),
  at('crossing-barrier', 'semnan', HANDLE),
  at('level-crossing', 'khuzestan', CHECK_DANGER),
  at('level-crossing', 'golestan', 'road-defect/dispatch'),
  at('train-timetable', 'qom', ACCEPT),
  answered('carriage-heating', 'tehran'),
  at('cancelled-flight', 'fars', REVIEW),
  at('lost-luggage', 'kerman', REVIEW, { takenBy: 'caseworker.civil-aviation' }),
  at('flight-delay-visitor', 'tehran', TECHNICAL),
  at('cancelled-flight', 'yazd', DECIDE_COMPLAINT),
  at('cancelled-flight', 'khuzestan', CHECK_DECISION),
  waitsForCarrier('cancelled-flight', 'gilan'),
  at('cancelled-flight', 'tehran', LEGAL),
  at('damaged-goods', 'fars', LEGAL, { takenBy: 'caseworker.legal-affairs' }),
  at('terminal-turn', 'tehran', LEGAL),
  at('airport-cleaning', 'tehran', HANDLE),
  at('airport-parking', 'isfahan', HANDLE, { takenBy: 'caseworker.airports' }),
  at('flight-board', 'kermanshah', HANDLE),
  at('goods-in-port', 'hormozgan', HANDLE),
  at('crowded-boat', 'bushehr', HANDLE, { takenBy: 'caseworker.ports' }),
  at('seafarer-certificate', 'hormozgan', HANDLE),
];

const OTHER_ORGANISATIONS: readonly CasePlan[] = [
  at('hail-certificate', 'hamadan', ANSWER_QUESTION),
  at('wind-figures', 'qazvin', ANSWER_QUESTION, { takenBy: 'caseworker.meteorological' }),
  at('late-warning', 'hormozgan', ANSWER_QUESTION),
  at('bypass', 'zanjan', HANDLE),
  at('compensation', 'kermanshah', HANDLE, { takenBy: 'caseworker.infrastructures' }),
  at('blasting', 'kurdistan', HANDLE),
  at('new-town-gas', 'tehran', EXAMINE_HOUSING),
  at('new-town-bus', 'alborz', EXAMINE_HOUSING, { takenBy: 'caseworker.new-towns' }),
  at('new-town-area', 'isfahan', EXAMINE_HOUSING),
  at('renewal-papers', 'fars', HANDLE),
  at('renewal-loan-unpaid', 'razavi-khorasan', HANDLE, { takenBy: 'caseworker.urban-regeneration' }),
  at('renewal-office-closed', 'ardabil', HANDLE),
];

/** The minimum of cases with which every demo person finds work of their own kind. */
export const CASES_FOR_PEOPLE: readonly CasePlan[] = [
  ...ROADS_OF_TEHRAN,
  ...ROADS_OF_THE_COUNTRY,
  ...CONTACT_CENTRE,
  ...PUBLIC_RELATIONS,
  ...STAFF_CONDUCT,
  ...HOUSING_AND_PLANS,
  ...TRANSPORT,
  ...OTHER_ORGANISATIONS,
];
