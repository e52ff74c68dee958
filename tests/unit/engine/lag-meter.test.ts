import { expect } from 'chai';
import { describe, it } from 'mocha';
import { lagMeter } from '#api/engine/engine-status.ts';

const NOW = Date.UTC(2026, 10, 29, 12);

describe('The lag of the read side', () => {
  const meter = () => lagMeter({ now: () => new Date(NOW) });
  const bulk = (exporter: string, ageMs: number, partition = 1) => ({
    exporter,
    partition,
    records: 1,
    newestAt: NOW - ageMs,
  });

  it('is unknown before the first bulk', () => {
    expect(meter().lagMs()).to.equal(null);
  });

  it('is that of the exporter that is furthest behind, whichever came last', () => {
    const lag = meter();
    lag.note(bulk('slow', 540_000));
    lag.note(bulk('fast', 145));
    lag.note(bulk('fast', 30, 2));
    expect(lag.lagMs()).to.equal(540_000);
  });

  it('falls when that one has caught up', () => {
    const lag = meter();
    lag.note(bulk('slow', 540_000));
    lag.note(bulk('fast', 145));
    lag.note(bulk('slow', 1_100));
    expect(lag.lagMs()).to.equal(1_100);
  });

  it('is never negative, though the clock of the engine is ahead', () => {
    const lag = meter();
    lag.note(bulk('fast', -50));
    expect(lag.lagMs()).to.equal(0);
  });
});
