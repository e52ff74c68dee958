import type { ActivatedJob, Activation } from '../core/jobs.ts';

/** A worker that waits for jobs of a type. */
export type Poll = {
  readonly activation: Activation;
  /** Says whether anybody was there to take the jobs. */
  readonly deliver: (jobs: ActivatedJob[]) => boolean;
};

/** The polls that wait, by job type, oldest first. Each job that comes up is given to one in the same transaction. */
export type Polls = {
  add(poll: Poll): void;
  remove(poll: Poll): void;
  of(type: string): readonly Poll[];
};

export function createPolls(): Polls {
  const waiting = new Map<string, Set<Poll>>();
  return {
    add(poll) {
      const { type } = poll.activation;
      waiting.set(type, (waiting.get(type) ?? new Set()).add(poll));
    },
    remove(poll) {
      const { type } = poll.activation;
      const others = waiting.get(type);
      others?.delete(poll);
      if (others?.size === 0) waiting.delete(type);
    },
    of: (type) => [...(waiting.get(type) ?? [])],
  };
}
