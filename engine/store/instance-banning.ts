import type { BanReason } from '../core/banned-instances.ts';
import { firstOfBlock } from '../core/keys.ts';
import type { Key } from '../core/model.ts';
import type { BannedInstance } from '../core/state.ts';
import type { Query } from './writer.ts';

const BANNED_INSTANCES = 'select instance, incident, definition, why from set_aside';

/** Finds the process instance that a block of keys belongs to, and its definition. */
const INSTANCE_OF_BLOCK = `
  with block as (select coalesce((select instance from key_block where first = $1), $1) as first)
  select i.key as instance, i.definition
    from block b left join instance_part p on p.first = b.first join instance i on i.key = coalesce(p.instance, b.first)`;

const MAX_REASON_LENGTH = 1_000;

/** Bans process instances that the engine cannot continue, so that all others go on. */
export type InstanceBanning = {
  /** Bans an instance that cannot be read. */
  banUnreadable(instance: Key, why: string): Promise<void>;
  /** Bans an instance by the key of something due in it, on which the engine failed. */
  banFailed(key: Key, error: Error): Promise<void>;
};

export function createInstanceBanning(
  query: Query,
  {
    asides,
    log,
    banInstance,
  }: {
    /** Instances banned already. */
    asides: ReadonlyMap<Key, BannedInstance>;
    log: (sentence: string) => void;
    banInstance: (fault: BanReason) => void;
  },
): InstanceBanning {
  async function banUnreadable(key: Key, why: string): Promise<void> {
    if (asides.has(key)) return;
    const [row] = await query<{ instance: Key; definition: Key }>('holder', INSTANCE_OF_BLOCK, [
      firstOfBlock(key),
    ]);
    if (!row || asides.has(row.instance)) return;
    const { instance, definition } = row;
    log(`The process instance ${instance} is set aside: ${why}`);
    banInstance({ instance, definition, why: why.slice(0, MAX_REASON_LENGTH) });
  }

  return {
    banUnreadable,
    banFailed(key, error) {
      log(error.stack ?? error.message);
      return banUnreadable(key, `the engine failed over it: ${error.message}`);
    },
  };
}

export async function loadBannedInstances(query: Query): Promise<Map<Key, BannedInstance>> {
  const rows = await query<BannedInstance>('asides', BANNED_INSTANCES, []);
  return new Map(rows.map((aside) => [aside.instance, aside]));
}
