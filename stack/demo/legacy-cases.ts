import type { CasePlan } from './demo-case.ts';
import { PLACES, roadsFor } from './places.ts';
import { scenarioOf, SCENARIOS } from './scenarios/index.ts';

/** A request of the previous register. It is still open, with this share of its time passed (1 means due
 *  now), or was closed this many days ago. */
export type LegacyCase = CasePlan & ({ passed: number } | { closedDaysAgo: number; tookDays: number });

const old = (scenario: string, province: string | null) => ({
  key: `old/${scenario}/${province ?? 'iran'}`,
  scenario,
  province,
  course: { rests: 'answered' as const },
});
const open = (scenario: string, province: string | null, passed: number): LegacyCase => ({
  ...old(scenario, province),
  passed,
});

/** Late requests, so that the escalation steps have notified the heads of the department and of those above,
 *  or nearly late ones. */
const OPEN: readonly LegacyCase[] = [
  open('line-marking', 'tehran', 1.1),
  open('subsidence', 'tehran', 1.1),
  open('curve-sign', 'tehran', 1.35),
  open('accident-spot', 'tehran', 0.28),
  open('junction-lighting', 'tehran', 0.6),
  open('washed-shoulder', 'tehran', 0.85),
  open('toll-twice', 'tehran', 1.1),
  open('toll-penalty', 'isfahan', 0.85),
  open('train-delay', 'tehran', 1.1),
  open('station-ramp', 'isfahan', 1.35),
  open('land-deed', null, 1.1),
  open('land-lease', null, 1.35),
  open('form-j', null, 1.1),
  open('instalment', 'tehran', 1.1),
  open('green-space', 'tehran', 1.1),
  open('rest-area', 'fars', 1.1),
  open('toll-by-phone', 'qom', 1.35),
  open('turned-away', 'isfahan', 1.1),
  open('empty-counter', 'gilan', 1.35),
  open('bypass', 'hamadan', 1.35),
  open('compensation', 'zanjan', 1.35),
];

const CLOSED_EVERY_DAYS = 1.5;
const SHORTEST_DAYS = 2;
const SPREAD_DAYS = 11;
const STEP = 5;

/** One request of every scenario, over the last months. */
const CLOSED: readonly LegacyCase[] = SCENARIOS.filter(({ locale }) => locale === undefined).map(
  ({ key }, index) => {
    const provinces = Object.keys(PLACES).filter(
      (province) => roadsFor(province, scenarioOf(key).setting).length > 0,
    );
    const plan = old(key, provinces[(index * STEP) % provinces.length] as string);
    return {
      ...plan,
      key: `${plan.key}/closed`,
      closedDaysAgo: 1 + index * CLOSED_EVERY_DAYS,
      tookDays: SHORTEST_DAYS + ((index * STEP) % SPREAD_DAYS),
    };
  },
);

export const LEGACY_CASES: readonly LegacyCase[] = [...OPEN, ...CLOSED];
