import type { CasePlan } from './case.ts';
import { answered, at, waitsForCarrier, waitsForCitizen } from './cases.ts';
import { PLACES, roadsFor } from './places.ts';
import { SCENARIOS } from './scenarios/index.ts';
import type { Scenario } from './scenario.ts';

type Way = (scenario: string, province: string) => CasePlan;

const resting =
  (form: string): Way =>
  (scenario, province) =>
    at(scenario, province, form);

const ROAD: readonly Way[] = [
  resting('road-defect/check-danger'),
  resting('road-defect/inspect'),
  waitsForCitizen,
  resting('road-defect/repair'),
];
const CARRIER: readonly Way[] = [
  resting('transport-complaint/review'),
  waitsForCarrier,
  resting('transport-complaint/technical-opinion'),
  waitsForCitizen,
];
const QUESTION: readonly Way[] = [answered, resting('information-request/answer'), answered];
const HOUSING: readonly Way[] = [resting('housing-inquiry/examine')];
const ANY: readonly Way[] = [answered, resting('citizen-request/handle'), answered, waitsForCitizen];

/** How far the cases of a service are taken, in turn, or those of a scenario that goes another way: where a department has no demo people, not further than somebody above it would
 *  help out. */
const WAYS: Readonly<Record<string, readonly Way[]>> = {
  'road-damage': ROAD,
  'road-closure-weather': ROAD,
  'public-transport-complaint': CARRIER,
  'freight-carrier-complaint': CARRIER,
  'air-passenger-rights': CARRIER,
  'information-request': QUESTION,
  'weather-information': QUESTION,
  'national-housing-registration': HOUSING,
  'rent-and-land-inquiry': HOUSING,
  'new-town-services': HOUSING,
  'urban-plan-objection': [resting('urban-development-objection/examine')],
  'staff-complaint': [answered, resting('staff-complaint/investigate')],
  'noise-on-bridge': [resting('road-defect/check-danger'), resting('road-defect/inspect')],
  'office-hours': [answered],
  'engineering-exam': [answered],
};

/** The provinces of each scenario. */
const TIMES = 2;
const TEHRAN = 'tehran';
/** Leads through all provinces in turn. */
const STEP = 7;

/** Visitors come through the capital, where each of their scenarios has its case already. */
const EVERYWHERE = SCENARIOS.filter(({ locale }) => locale === undefined);

/** Cases of every scenario all over the country, beside those that wait for the demo people. */
export const BACKDROP: readonly CasePlan[] = EVERYWHERE.flatMap((scenario, index) => {
  const provinces = provincesOf(scenario);
  const ways = WAYS[scenario.key] ?? WAYS[scenario.service] ?? ANY;
  return Array.from({ length: TIMES }, (_, time) => {
    const turn = index * TIMES + time;
    const province = provinces[(turn * STEP) % provinces.length] as string;
    const way = ways[turn % ways.length] as Way;
    const plan = way(scenario.key, province);
    return { ...plan, key: `${plan.key}/backdrop-${time}` };
  });
});

function provincesOf({ setting }: Scenario): string[] {
  return Object.keys(PLACES).filter(
    (province) => province !== TEHRAN && roadsFor(province, setting).length > 0,
  );
}
