import type { Activation } from '../core/jobs.ts';
import type { Changes } from './unit-of-work.ts';

/** Where the jobs that workers may have stand in the order of their type. Only this engine writes, so it knows without asking where there
 *  is none; and jobs are handed out from the front, where their index entries stay while an old snapshot is open. */
export type ActivatableJobs = {
  /** No job of the type stands before this place; Infinity when none stands at all. */
  firstPlace(type: string): number;
  /** Hears what was found in the database, from the front. */
  found(type: string, first: number | undefined): void;
  /** Hears what a transaction has changed, and which activations in it have found fewer jobs than they asked for. */
  changed(jobs: Changes['jobs'], unfilled: readonly Activation[]): void;
};

const MAX_TYPES = 10_000;

export function createActivatableJobs(): ActivatableJobs {
  const firstPlaces = new Map<string, number>();
  const firstPlace = (type: string): number => firstPlaces.get(type) ?? 0;
  const set = (type: string, place: number): void => {
    if (firstPlaces.size >= MAX_TYPES) firstPlaces.clear();
    firstPlaces.set(type, place);
  };
  return {
    firstPlace,
    found(type, first) {
      if (first !== undefined) set(type, first);
    },
    changed(jobs, unfilled) {
      for (const row of jobs.values())
        if (row?.order !== undefined && row.order < firstPlace(row.type)) set(row.type, row.order);
      for (const { type } of unfilled) set(type, Infinity);
    },
  };
}
