import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createBackPressure } from '#engine/store/back-pressure.ts';

const FAR = 1024 ** 3;

describe('the back-pressure of the embedded engine', () => {
  const aPressure = ({ behind, movedAt }: { behind: number; movedAt: number }) => {
    const exporter = { behind };
    const wait = createBackPressure(
      { bytesAfter: () => exporter.behind },
      { oldestTurn: () => 1, lastMoved: () => movedAt },
    );
    return { exporter, wait };
  };

  it('lets new work come at once while the exporters keep up', () => {
    const { wait } = aPressure({ behind: 1_000, movedAt: performance.now() });
    expect(wait()).to.equal(undefined);
  });

  it('lets it wait for an exporter that is far behind, until it is not any more', async () => {
    // given
    const { exporter, wait } = aPressure({ behind: FAR, movedAt: Infinity });
    const order: string[] = [];

    // when
    const waiting = wait()?.then(() => order.push('new work'));
    await new Promise((resolve) => setImmediate(resolve));
    order.push('exporter');
    exporter.behind = 0;
    await waiting;

    // then
    expect(order).to.deep.equal(['exporter', 'new work']);
    expect(wait()).to.equal(undefined);
  });

  it('lets it wait no longer than a while for one that never catches up, and again the next time', async () => {
    const { wait } = aPressure({ behind: FAR, movedAt: Infinity });
    await wait();
    expect(wait()).to.be.a('promise');
  });

  it('waits for nobody who does not listen', () => {
    const { wait } = aPressure({ behind: FAR, movedAt: -Infinity });
    expect(wait()).to.equal(undefined);
  });
});
