import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createDueTimes } from '#engine/store/due-times.ts';
import type { Changes } from '#engine/store/unit-of-work.ts';

const HOUR_MS = 3_600_000;

describe('what is due in the embedded engine', () => {
  const aWorld = () => {
    const world = {
      now: HOUR_MS,
      rows: [] as { kind: string; key: string; at: number }[],
      from: [] as number[],
    };
    const query = async (_name: string, _text: string, [, from]: unknown[]) => {
      world.from.push(Number(from));
      return world.rows.filter(({ at }) => at >= Number(from)) as never[];
    };
    const times = createDueTimes(query, { now: () => world.now, wake: () => undefined });
    const putOff = (key: string, at: number): void => {
      world.rows.push({ kind: 'timer', key, at });
      times.add({ timers: new Map([[key, at]]), jobs: new Map(), messages: new Map() } as unknown as Changes);
    };
    const keys = async () => (await times.take()).map(({ due }) => due.key);
    return { world, putOff, keys };
  };

  it('is not looked for where all is done, also after a look that found nothing', async () => {
    // given
    const { world, putOff, keys } = aWorld();
    putOff('a', 3 * HOUR_MS);
    expect(await keys()).to.deep.equal([]);
    // when
    world.now = 3 * HOUR_MS;
    await keys();
    // then
    expect(world.from[1]).to.equal(HOUR_MS);
  });

  it('is found although it was put before the last look, as by a clock that was set back', async () => {
    // given
    const { world, putOff, keys } = aWorld();
    await keys();
    // when
    world.now = HOUR_MS / 2;
    putOff('a', HOUR_MS / 2);
    // then
    expect(await keys()).to.deep.equal(['a']);
  });

  it('is found when it is due, and not before', async () => {
    // given
    const { world, putOff, keys } = aWorld();
    putOff('a', 2 * HOUR_MS);
    putOff('b', 2 * HOUR_MS + 1);
    expect(await keys()).to.deep.equal([]);
    // when
    world.now = 2 * HOUR_MS;
    // then
    expect(await keys()).to.deep.equal(['a']);
  });
});
