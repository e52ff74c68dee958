import { expect } from 'chai';
import { describe, it } from 'mocha';
import { dateReader } from '#api/modules/imports/source-date.ts';

describe('dates of another system', () => {
  const read = dateReader('M/D/YY H:mm', 'America/Los_Angeles');

  it('are local times of its zone, in winter and in summer', () => {
    expect(read('1/2/20 0:05')?.toISOString()).to.equal('2020-01-02T08:05:00.000Z');
    expect(read(' 12/31/20 23:59 ')?.toISOString()).to.equal('2021-01-01T07:59:00.000Z');
    expect(read('7/1/20 12:00')?.toISOString()).to.equal('2020-07-01T19:00:00.000Z');
  });

  it('can have another order, four-digit years and seconds', () => {
    const iranian = dateReader('YYYY-MM-DD HH:mm:ss', 'Asia/Tehran');
    expect(iranian('2020-01-02 03:30:15')?.toISOString()).to.equal('2020-01-02T00:00:15.000Z');
  });

  for (const text of [
    '',
    '2/30/20 1:00',
    '13/1/20 1:00',
    '1/1/20 24:00',
    '1/1/20 1:60',
    '1/1/2020 1:00',
    'x1/1/20 1:00',
  ]) {
    it(`"${text}" is none`, () => {
      expect(read(text)).to.equal(undefined);
    });
  }
});
