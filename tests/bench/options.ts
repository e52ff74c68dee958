import { parseArgs } from 'node:util';

export const SECTIONS = [
  'intake',
  'relay',
  'projection',
  'visible',
  'lists',
  'instances',
  'clock',
  'hostile',
  'engine-small',
  'engine-requests',
  'engine-visible',
  'engine-open',
  'engine-wal',
  'engine-snapshot',
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
  hostile: { rounds: number; seconds: number };
  engine: {
    small: { rounds: number; warmSeconds: number; seconds: number; latencySeconds: number };
    requests: { rounds: number; requests: number; seconds: number };
    visible: { seconds: number };
    open: {
      rounds: number;
      warmSeconds: number;
      seconds: number;
      /** `least`: of the rate with none open. */
      sizes: readonly { open: number; least: number }[];
    };
    wal: { warm: number; instances: number };
    snapshot: { rounds: number; warmSeconds: number; seconds: number; minutes: number };
  };
};

type Sizes = Omit<Options, 'sections' | 'quick' | 'profileInto'>;

const FULL: Sizes = {
  intake: { rounds: 5, seconds: 10, connections: 32 },
  relay: { rounds: 5, messages: 5_000 },
  projection: { rounds: 5, instances: 1_500, burst: 10_000 },
  visible: { seconds: 60, loadSeconds: 120, loadPerSecond: 100 },
  lists: { small: 10_000, large: 1_000_000, calls: 200 },
  instances: { small: 10_000, large: 1_000_000, calls: 100 },
  clock: { small: 10_000, large: 1_000_000, ticks: 200, backlog: 10_000, seconds: 60 },
  hostile: { rounds: 5, seconds: 20 },
  engine: {
    small: { rounds: 5, warmSeconds: 12, seconds: 8, latencySeconds: 10 },
    requests: { rounds: 3, requests: 2_000, seconds: 120 },
    visible: { seconds: 60 },
    open: {
      rounds: 3,
      warmSeconds: 12,
      seconds: 8,
      sizes: [
        { open: 100_000, least: 0.9 },
        { open: 1_000_000, least: 0.8 },
      ],
    },
    wal: { warm: 3_000, instances: 5_000 },
    snapshot: { rounds: 3, warmSeconds: 12, seconds: 8, minutes: 30 },
  },
};

const QUICK: Sizes = {
  intake: { rounds: 2, seconds: 3, connections: 32 },
  relay: { rounds: 2, messages: 1_000 },
  projection: { rounds: 2, instances: 300, burst: 1_000 },
  visible: { seconds: 5, loadSeconds: 10, loadPerSecond: 100 },
  lists: { small: 10_000, large: 100_000, calls: 40 },
  instances: { small: 5_000, large: 50_000, calls: 20 },
  clock: { small: 10_000, large: 50_000, ticks: 40, backlog: 2_000, seconds: 5 },
  hostile: { rounds: 1, seconds: 5 },
  engine: {
    small: { rounds: 1, warmSeconds: 3, seconds: 3, latencySeconds: 3 },
    requests: { rounds: 1, requests: 300, seconds: 10 },
    visible: { seconds: 5 },
    open: { rounds: 1, warmSeconds: 2, seconds: 2, sizes: [{ open: 10_000, least: 0.9 }] },
    wal: { warm: 300, instances: 500 },
    snapshot: { rounds: 1, warmSeconds: 2, seconds: 2, minutes: 0.25 },
  },
};

/** Reads the arguments of the bench. `--only engine` means each section of the engine.
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
  const means = (name: string, section: Section) => section === name || section.startsWith(`${name}-`);
  const unknown = asked.filter((name) => !SECTIONS.some((section) => means(name, section)));
  if (unknown.length > 0)
    throw new TypeError(`--only ${unknown.join()} is not known: name some of ${SECTIONS.join(', ')}`);
  return {
    ...(values.quick ? QUICK : FULL),
    sections: SECTIONS.filter((section) => asked.length === 0 || asked.some((name) => means(name, section))),
    quick: values.quick,
    profileInto: values.profile,
  };
}
