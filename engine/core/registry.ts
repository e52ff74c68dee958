import type { DecisionVersion, Definition, Key, StartSubscription } from './model.ts';

/** Everything deployed. It is small and stays in memory completely; the diagrams themselves are compiled on
 *  first use. */
export type Registry = {
  readonly definitions: Map<Key, Definition>;
  /** By process id. */
  readonly latest: Map<string, Definition>;
  /** Number of versions a process or decision has had; version numbers are never reused. */
  readonly versions: Map<string, number>;
  /** Latest version by id. */
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
