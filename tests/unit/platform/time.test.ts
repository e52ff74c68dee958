import { expect } from 'chai';
import { describe, it } from 'mocha';
import { formatLongDate, formatMoment, localDay } from '#api/platform/time.ts';

describe('times of the ministry', () => {
  it('begin a day at midnight in Tehran', () => {
    expect(localDay(new Date('2026-11-23T20:29:59Z'))).to.equal('2026-11-23');
    expect(localDay(new Date('2026-11-23T20:30:00Z'))).to.equal('2026-11-24');
  });

  it('are written as people of the language write them', () => {
    // given
    const at = new Date('2026-11-23T08:30:00Z');

    // when
    const written = [formatLongDate(at, 'fa'), formatLongDate(at, 'en'), formatMoment(at, 'en')];

    // then
    expect(written).to.deep.equal(['۲ آذر ۱۴۰۵', '23 November 2026', '23 November 2026 at 12:00']);
  });
});
