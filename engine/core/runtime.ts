import { blockKey, keyInBlock, KEYS_PER_BLOCK } from './keys.ts';
import type { Key } from './model.ts';
import type { RecordLog } from './record-log.ts';
import type { Registry } from './registry.ts';
import { StepLimitExceeded } from './rejection.ts';
import type { ElementInstance, Part, State } from './state.ts';

/** Counters whose values are never reused; stored with the records of each transaction. */
export type Counters = {
  /** By partition: number of key blocks taken. */
  blocks: number[];
  /** By partition: the block for what belongs to no instance (deployments, messages), and how many of its
   *  keys are used. */
  loose: { first: Key; used: number }[];
  /** By partition: the last position. */
  positions: number[];
  /** By value type and partition: number of records written. */
  sequences: Record<string, number>;
  /** Number of instances created without a correlation key. */
  created: number;
};

export const firstCounters = (partitions: number): Counters => ({
  blocks: Array.from({ length: partitions + 1 }, () => 0),
  loose: Array.from({ length: partitions + 1 }, () => ({ first: '', used: KEYS_PER_BLOCK })),
  positions: Array.from({ length: partitions + 1 }, () => 0),
  sequences: {},
  created: 0,
});

/** State and helpers of the interpreter while commands run. */
export type Runtime = {
  /** Time of the running command. */
  now: number;
  readonly partitions: number;
  readonly log: RecordLog;
  readonly registry: Registry;
  state: State;
  counters: Counters;
  /** Work that the running command has queued; empty when it is done. */
  readonly agenda: (() => void)[];
  /** Job types with a new job; their pollers should look again. */
  readonly newlyReady: Set<string>;
  /** A token that arrives after this many steps of one command stops with an incident. */
  parkAfter: number;
  steps: number;
};

/** Due work of an instance that this engine cannot read is postponed by this much, again and again, and never
 *  dropped. */
export const RESCHEDULE_MS = 3_600_000;

/** Limits on steps without a wait, and on the time in ms, of one command; only an endless loop exceeds
 *  them. */
const MAX_STEPS = 50_000;
const MAX_COMMAND_MS = 10_000;

const nextBlock = ({ counters }: Runtime, partition: number): Key => {
  const next = (counters.blocks[partition] ?? 0) + 1;
  counters.blocks[partition] = next;
  return blockKey(partition, next);
};

/** Creates an empty part; it takes the first key of a block of its own. */
export const openPart = (runtime: Runtime, partition: number): Part => ({
  key: nextBlock(runtime, partition),
  keysUsed: 1,
  moreBlocks: [],
  values: new Map(),
});

/** Returns the next key for something at an element. */
export function nextKey(runtime: Runtime, { instance, part }: ElementInstance): Key {
  const used = part.keysUsed;
  part.keysUsed += 1;
  const block = Math.floor(used / KEYS_PER_BLOCK);
  if (block > part.moreBlocks.length) {
    const first = nextBlock(runtime, instance.partition);
    part.moreBlocks.push(first);
    runtime.state.addKeyBlock(first, part.key);
  }
  const first = block === 0 ? part.key : (part.moreBlocks[block - 1] ?? '');
  return keyInBlock(first, used % KEYS_PER_BLOCK);
}

/** Returns the next key for something that belongs to no instance. */
export function nextLooseKey(runtime: Runtime, partition: number): Key {
  const { loose } = runtime.counters;
  let block = loose[partition];
  if (!block || block.used >= KEYS_PER_BLOCK) {
    block = { first: nextBlock(runtime, partition), used: 0 };
    loose[partition] = block;
  }
  block.used += 1;
  return keyInBlock(block.first, block.used - 1);
}

/** Runs the queued work of a command, first in, first out, until all tokens wait.
 *  @throws StepLimitExceeded */
export const runAgenda = (runtime: Runtime): void => {
  const { agenda } = runtime;
  const until = performance.now() + MAX_COMMAND_MS;
  for (let step = 0; step < agenda.length; step += 1) {
    agenda[step]?.();
    runtime.steps += 1;
    if (runtime.steps > MAX_STEPS || performance.now() > until) throw new StepLimitExceeded();
  }
  agenda.length = 0;
};
