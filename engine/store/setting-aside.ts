import { firstOfBlock } from '../core/keys.ts';
import type { Key } from '../core/model.ts';
import type { Fault } from '../core/set-aside.ts';
import type { Aside } from '../core/state.ts';
import type { Query } from './writer.ts';

const ASIDES = 'select instance, incident, definition, why from set_aside';

/** The process instance that a block of keys belongs to, and its definition. */
const HOLDER = `
  with block as (select coalesce((select instance from key_block where first = $1), $1) as first)
  select i.key as instance, i.definition
    from block b left join instance_part p on p.first = b.first join instance i on i.key = coalesce(p.instance, b.first)`;

const LONGEST_REASON = 1_000;

/** Has process instances set aside that the engine cannot go on with, so that all others go on. */
export type SettingAside = {
  /** An instance that cannot be read. */
  meet(instance: Key, why: string): Promise<void>;
  /** An instance for which something was due, by the key of that; the engine failed over it. */
  meetInside(key: Key, error: Error): Promise<void>;
};

export function createSettingAside(
  query: Query,
  {
    asides,
    log,
    setAside,
  }: {
    /** Those that are set aside already. */
    asides: ReadonlyMap<Key, Aside>;
    log: (sentence: string) => void;
    setAside: (fault: Fault) => void;
  },
): SettingAside {
  async function meet(key: Key, why: string): Promise<void> {
    if (asides.has(key)) return;
    const [row] = await query<{ instance: Key; definition: Key }>('holder', HOLDER, [firstOfBlock(key)]);
    if (!row || asides.has(row.instance)) return;
    const { instance, definition } = row;
    log(`The process instance ${instance} is set aside: ${why}`);
    setAside({ instance, definition, why: why.slice(0, LONGEST_REASON) });
  }

  return {
    meet,
    meetInside(key, error) {
      log(error.stack ?? error.message);
      return meet(key, `the engine failed over it: ${error.message}`);
    },
  };
}

export async function loadAsides(query: Query): Promise<Map<Key, Aside>> {
  const rows = await query<Aside>('asides', ASIDES, []);
  return new Map(rows.map((aside) => [aside.instance, aside]));
}
