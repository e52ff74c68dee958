import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { callerQueue } from '#api/http/caller-queue.ts';

describe('what takes long', () => {
  it('is done for one person one after the other, and beside that of others', async () => {
    // given
    const turns = callerQueue();
    const done: string[] = [];
    const free: (() => void)[] = [];
    const work = (name: string) => async () => {
      done.push(`${name} begins`);
      await new Promise<void>((resolve) => free.push(resolve));
      done.push(`${name} ends`);
    };

    // when
    const all = [
      turns('checking', 'sara', work('first')),
      turns('checking', 'sara', work('second')),
      turns('checking', 'ali', work('other')),
    ];
    await Promise.resolve();
    const atOnce = [...done];
    while (done.length < 6) {
      free.shift()?.();
      await new Promise(setImmediate);
    }
    await Promise.all(all);

    // then
    expect(atOnce).to.deep.equal(['first begins', 'other begins']);
    expect(done.indexOf('second begins')).to.be.greaterThan(done.indexOf('first ends'));
  });

  it('goes on after what failed', async () => {
    // given
    const turns = callerQueue();

    // when
    const failed = turns('checking', 'sara', async () => Promise.reject(new Error('no')));
    const next = turns('checking', 'sara', async () => 'done');

    // then
    expect(await failed.catch(({ message }: Error) => message)).to.equal('no');
    expect(await next).to.equal('done');
  });

  it('of one kind does not wait for another', async () => {
    // given
    const turns = callerQueue();
    let free = (): void => undefined;
    const held = turns('checking', 'sara', () => new Promise<void>((resolve) => (free = resolve)));

    // when
    const read = await turns('reading', 'sara', async () => 'done');
    free();
    await held;

    // then
    expect(read).to.equal('done');
  });

  it('on the engine is followed by a rest, three times as long as it took beyond a second', async () => {
    // given
    const turns = callerQueue();
    let [ended, began] = [0, 0];
    const held = turns('trying', 'sara', async () => {
      await pause(1_100);
      ended = performance.now();
    });

    // when
    const next = turns('trying', 'sara', async () => void (began = performance.now()));
    await turns('trying', 'ali', async () => undefined);
    const nobodyElseWaits = ended === 0;
    await Promise.all([held, next]);

    // then
    expect(nobodyElseWaits).to.equal(true);
    expect(began - ended).to.be.at.least(290);
  });

  it('is refused where nine of the same person wait, and taken again afterwards', async () => {
    // given
    const turns = callerQueue();
    let free = (): void => undefined;
    const held = new Promise<void>((resolve) => (free = resolve));
    const nine = Array.from({ length: 9 }, () => turns('checking', 'sara', () => held));

    // when
    const tenth = await turns('checking', 'sara', async () => 'done').catch(
      ({ code }: { code: string }) => code,
    );
    free();
    await Promise.all(nine);

    // then
    expect(tenth).to.equal('too-many-requests');
    expect(await turns('checking', 'sara', async () => 'done')).to.equal('done');
  });
});
