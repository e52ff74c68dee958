import type { Scenario } from '../scenario.ts';
import { CARRIERS } from './carriers.ts';
import { HOUSING } from './housing.ts';
import { INFORMATION_AND_STAFF } from './information-and-staff.ts';
import { ROAD_DAMAGE } from './road-damage.ts';
import { ROAD_SIGNS } from './road-signs.ts';
import { ROAD_WEATHER } from './road-weather.ts';
import { SEA_AND_SKY } from './sea-and-sky.ts';
import { TOLLS_AND_PROJECTS } from './tolls-and-projects.ts';
import { TRAVEL } from './travel.ts';
import { URBAN } from './urban.ts';

/** Scenarios of the demo's citizens. */
export const SCENARIOS: readonly Scenario[] = [
  ...ROAD_DAMAGE,
  ...ROAD_SIGNS,
  ...ROAD_WEATHER,
  ...TOLLS_AND_PROJECTS,
  ...CARRIERS,
  ...TRAVEL,
  ...SEA_AND_SKY,
  ...HOUSING,
  ...URBAN,
  ...INFORMATION_AND_STAFF,
];

/** @throws when there is none */
export function scenarioOf(key: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.key === key);
  if (!found) throw new Error(`There is no scenario ${key}`);
  return found;
}
