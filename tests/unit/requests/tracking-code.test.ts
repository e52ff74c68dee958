import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { newTrackingCode } from '#api/modules/requests/index.ts';
import { isTrackingCode, readTrackingCode } from '#common/text/tracking-code.ts';

const code = fc.constant(null).map(newTrackingCode);

describe('tracking codes', () => {
  it('are twelve digits, the first not 0, with a check digit that is right', () => {
    fc.assert(
      fc.property(code, (made) => {
        expect(made).to.match(/^[1-9][0-9]{11}$/);
        expect(isTrackingCode(made)).to.equal(true);
      }),
    );
  });

  it('with one wrong digit are found out, every time', () => {
    fc.assert(
      fc.property(code, fc.nat(11), fc.integer({ min: 1, max: 9 }), (made, place, shift) => {
        // given
        const digits = [...made].map(Number);
        digits[place] = ((digits[place] ?? 0) + shift) % 10;
        // then
        expect(isTrackingCode(digits.join(''))).to.equal(false);
      }),
    );
  });

  it('with two neighbours swapped are found out, every time', () => {
    fc.assert(
      fc.property(code, fc.nat(10), (made, place) => {
        // given
        const digits = [...made];
        fc.pre(digits[place] !== digits[place + 1]);
        [digits[place], digits[place + 1]] = [digits[place + 1] as string, digits[place] as string];
        // then
        expect(isTrackingCode(digits.join(''))).to.equal(false);
      }),
    );
  });

  it('are read as people write them', () => {
    expect(readTrackingCode('۱۲۳۴-۵۶۷۸ ۹۰۱۲')).to.equal('123456789012');
  });
});
