import type { ActivatedJob, Activation } from '../core/jobs.ts';

/** A poll that waits for jobs of a type. */
export type Poll = {
  readonly activation: Activation;
  /** Delivers jobs; returns false when the worker is gone. */
  readonly deliver: (jobs: ActivatedJob[]) => boolean;
};

/** Waiting polls by job type, oldest first. Each new job is given to one of them in the same transaction. */
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
