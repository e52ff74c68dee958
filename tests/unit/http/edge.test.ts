import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { network } from '#api/http/rate-limits.ts';
import { findUnstorable } from '#api/http/validation.ts';
import { cursor } from '#api/platform/cursor.ts';

describe('the address that limits count by', () => {
  for (const [address, counted] of [
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:0::/56'],
    ['2001:db8:1:22ff::1', '2001:db8:1:2200::/56'],
    ['2001:DB8:0001:2201::1', '2001:db8:1:2200::/56'],
    ['2001:db8:1:2300::1', '2001:db8:1:2300::/56'],
    ['2001:db8::1', '2001:db8:0:0::/56'],
    ['::1', '0:0:0:0::/56'],
    ['fe80::1%eth0', 'fe80:0:0:0::/56'],
    ['unknown', 'unknown'],
  ] as const) {
    it(`is ${counted} for ${address}`, () => {
      expect(network(address)).to.equal(counted);
    });
  }
});

describe('texts that cannot be kept', () => {
  it('are found wherever they stand', () => {
    // when
    const wrong = findUnstorable({ a: ['fine', { 'b/c': 'half \ud800 a character' }] });

    // then
    expect(wrong).to.include({ path: '/a/1/b~1c', rule: 'text' });
  });

  it('are not seen in whole texts of any script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // given
        const whole = text.replaceAll('\0', '');

        // then
        expect(findUnstorable({ whole, list: [whole] })).to.equal(undefined);
      }),
    );
  });
});

const BY_DUE = cursor('due', ['time', 'key']);
const BY_PRIORITY = cursor('priority', ['rank', 'time', 'key']);

describe('a cursor of a list', () => {
  it('comes back as it was written', () => {
    // given
    const place: [string, string, string] = ['-3', '2026-11-23 10:15:30.123456+03:30', '11258999068426240'];

    // then
    expect(BY_PRIORITY.read(BY_PRIORITY.write(...place))).to.deep.equal(place);
    expect(BY_DUE.read(BY_DUE.write('infinity', '1'))).to.deep.equal(['infinity', '1']);
  });

  it('is refused when the database could not read it', () => {
    for (const place of [
      ['9999-99-99 00:00:00+00', '1'],
      ['2026-02-30 00:00:00+00', '1'],
      ['2026-11-23 24:00:60+00', '1'],
      ['2026-11-23 10:15:30+99', '1'],
      ['2026-11-23 10:15:30+00', '9999999999999999999'],
      ['2026-11-23 10:15:30+00'],
      ['1', '1'],
    ]) {
      expect(() => BY_DUE.read(BY_DUE.write(...(place as [string, string]))), place.join()).to.throw();
    }
  });

  it('is refused when it is anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => BY_DUE.read(text)).to.throw();
        expect(() => BY_DUE.read(Buffer.from(text).toString('base64url'))).to.throw();
      }),
    );
  });
});
