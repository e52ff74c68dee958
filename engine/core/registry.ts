import type { DecisionVersion, Definition, Key, StartSubscription } from './model.ts';

/** Everything that is deployed. It is small, and stays in memory as a whole; the diagrams themselves are compiled when used. */
export type Registry = {
  readonly definitions: Map<Key, Definition>;
  /** By process id. */
  readonly latest: Map<string, Definition>;
  /** How many versions a process or decision has had; a number is never given again. */
  readonly versions: Map<string, number>;
  /** The latest of each id. */
  readonly decisions: Map<string, DecisionVersion>;
  readonly decisionVersions: Map<Key, DecisionVersion>;
  /** By message name; only those of the latest version of a process. */
  readonly starts: Map<string, StartSubscription[]>;
};

export const createRegistry = (): Registry => ({
  definitions: new Map(),
  latest: new Map(),
  versions: new Map(),
  decisions: new Map(),
  decisionVersions: new Map(),
  starts: new Map(),
});
