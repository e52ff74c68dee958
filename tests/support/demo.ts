import { NATIONWIDE_CASES } from '#api/cli/demo/nationwide-cases.ts';
import { demoCase } from '#api/cli/demo/demo-case.ts';
import { CASES_FOR_PEOPLE } from '#api/cli/demo/cases-for-people.ts';
import { LEGACY_CASES } from '#api/cli/demo/legacy-cases.ts';
import { provinces } from './diagrams/project-files.ts';

const FACTS = {
  provinceNames: new Map(provinces.map(({ code, name }) => [code, name.fa])),
  today: new Date('2026-11-29T06:30:00Z'),
};

const made = <Plan extends Parameters<typeof demoCase>[0]>(plans: readonly Plan[]) =>
  plans.map((plan) => demoCase(plan, FACTS));

/** The cases of the demonstration: those that wait for its people, and all. */
export const casesForPeople = () => made(CASES_FOR_PEOPLE);
export const filedCases = () => made([...CASES_FOR_PEOPLE, ...NATIONWIDE_CASES]);
/** What it takes over from an older register. */
export const oldCases = () => made(LEGACY_CASES);
