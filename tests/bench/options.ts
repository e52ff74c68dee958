import { parseArgs } from 'node:util';

export const SECTIONS = [
  'intake',
  'relay',
  'projection',
  'visible',
  'lists',
  'instances',
  'clock',
  'engine',
] as const;
export type Section = (typeof SECTIONS)[number];

export type Options = {
  sections: readonly Section[];
  quick: boolean;
  profileInto: string | undefined;
  intake: { rounds: number; seconds: number; connections: number };
  relay: { rounds: number; messages: number };
  projection: { rounds: number; instances: number; burst: number };
  visible: { seconds: number; loadSeconds: number; loadPerSecond: number };
  lists: { small: number; large: number; calls: number };
  instances: { small: number; large: number; calls: number };
  clock: { small: number; large: number; ticks: number; backlog: number; seconds: number };
  engine: { rounds: number; instances: number; burst: number };
};

const FULL = {
  intake: { rounds: 5, seconds: 10, connections: 32 },
  relay: { rounds: 5, messages: 5_000 },
  projection: { rounds: 5, instances: 1_500, burst: 10_000 },
  visible: { seconds: 60, loadSeconds: 120, loadPerSecond: 100 },
  lists: { small: 10_000, large: 1_000_000, calls: 200 },
  instances: { small: 10_000, large: 1_000_000, calls: 100 },
  clock: { small: 10_000, large: 1_000_000, ticks: 200, backlog: 10_000, seconds: 60 },
  engine: { rounds: 3, instances: 3_000, burst: 10_000 },
};

const QUICK: typeof FULL = {
  intake: { rounds: 2, seconds: 3, connections: 32 },
  relay: { rounds: 2, messages: 1_000 },
  projection: { rounds: 2, instances: 300, burst: 1_000 },
  visible: { seconds: 5, loadSeconds: 10, loadPerSecond: 100 },
  lists: { small: 10_000, large: 100_000, calls: 40 },
  instances: { small: 5_000, large: 50_000, calls: 20 },
  clock: { small: 10_000, large: 50_000, ticks: 40, backlog: 2_000, seconds: 5 },
  engine: { rounds: 1, instances: 300, burst: 500 },
};

/** Reads the arguments of the bench.
 *  @throws TypeError naming the argument that is not known */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      profile: { type: 'string' },
    },
  });
  const asked = values.only.flatMap((list) => list.split(','));
  const unknown = asked.filter((name) => !(SECTIONS as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new TypeError(`--only ${unknown.join()} is not known: name some of ${SECTIONS.join(', ')}`);
  return {
    ...(values.quick ? QUICK : FULL),
    sections: SECTIONS.filter((name) => asked.length === 0 || asked.includes(name)),
    quick: values.quick,
    profileInto: values.profile,
  };
}
