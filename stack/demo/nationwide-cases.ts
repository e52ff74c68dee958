import { answered, at, waitsForCarrier, waitsForCitizen } from './case-plans.ts';
import type { CasePlan } from './demo-case.ts';
import { PLACES, roadsFor } from './places.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';

type PlanBuilder = (scenario: string, province: string) => CasePlan;

const restingAt =
  (form: string): PlanBuilder =>
  (scenario, province) =>
    at(scenario, province, form);

const ROAD: readonly PlanBuilder[] = [
  restingAt('road-defect/check-danger'),
  restingAt('road-defect/inspect'),
  waitsForCitizen,
  restingAt('road-defect/repair'),
];
const CARRIER: readonly PlanBuilder[] = [
  restingAt('transport-complaint/review'),
  waitsForCarrier,
  restingAt('transport-complaint/technical-opinion'),
  waitsForCitizen,
];
const QUESTION: readonly PlanBuilder[] = [answered, restingAt('information-request/answer'), answered];
const HOUSING: readonly PlanBuilder[] = [restingAt('housing-inquiry/examine')];
const ANY: readonly PlanBuilder[] = [
  answered,
  restingAt('citizen-request/handle'),
  answered,
  waitsForCitizen,
];

/** Plans by service, taken in turn, or by scenario where that takes another course. Where a department has no
 *  demo people, a case goes only as far as somebody from a department above could take it. */
const PLANS_BY_SERVICE: Readonly<Record<string, readonly PlanBuilder[]>> = {
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
  'urban-plan-objection': [restingAt('urban-development-objection/examine')],
  'staff-complaint': [answered, restingAt('staff-complaint/investigate')],
  'noise-on-bridge': [restingAt('road-defect/check-danger'), restingAt('road-defect/inspect')],
  'office-hours': [answered],
  'engineering-exam': [answered],
};

/** Number of provinces per scenario. */
const TIMES = 2;
const TEHRAN = 'tehran';
/** Step width that leads through all provinces in turn. */
const STEP = 7;

/** Scenarios for all provinces. Visitors are left out: they come through the capital, where each of their
 *  scenarios has its case already. */
const EVERYWHERE = SCENARIOS.filter(({ locale }) => locale === undefined);

/** Cases of every scenario all over the country, besides those that wait for the demo people. */
export const NATIONWIDE_CASES: readonly CasePlan[] = EVERYWHERE.flatMap((scenario, index) => {
  const provinces = provincesOf(scenario);
  const ways = PLANS_BY_SERVICE[scenario.key] ?? PLANS_BY_SERVICE[scenario.service] ?? ANY;
  return Array.from({ length: TIMES }, (_, time) => {
    const turn = index * TIMES + time;
    const province = provinces[(turn * STEP) % provinces.length] as string;
    const way = ways[turn % ways.length] as PlanBuilder;
    const plan = way(scenario.key, province);
    return { ...plan, key: `${plan.key}/backdrop-${time}` };
  });
});

function provincesOf({ setting }: Scenario): string[] {
  return Object.keys(PLACES).filter(
    (province) => province !== TEHRAN && roadsFor(province, setting).length > 0,
  );
}
