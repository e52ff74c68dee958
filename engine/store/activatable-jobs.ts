import type { Activation } from '../core/jobs.ts';
import type { Changes } from './unit-of-work.ts';

/** First positions of activatable jobs, by type. Only this engine writes, so it knows without a query where
 *  there is none. Jobs are taken from the front, where their dead index entries remain while an old snapshot
 *  is open. */
export type ActivatableJobs = {
  /** Returns a position before which the type has no job; Infinity when it has none at all. */
  firstPlace(type: string): number;
  /** Records the first job that was found in the database. */
  found(type: string, first: number | undefined): void;
  /** Records what a transaction has changed, and which of its activations found fewer jobs than requested. */
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
