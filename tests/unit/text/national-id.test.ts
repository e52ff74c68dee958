import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readMobile } from '#api/modules/people/index.ts';
import { readNationalId } from '#common/text/national-id.ts';

const NATURAL = ['0084575948', '0076229645', '4271467685', '0200203241'];
const LEGAL = ['10380284790', '14007650912'];

describe('national ids', () => {
  for (const id of NATURAL) {
    it(`${id} is a natural person's`, () => {
      expect(readNationalId(id)).to.deep.equal({ value: id, kind: 'natural' });
    });
  }

  for (const id of LEGAL) {
    it(`${id} is a legal person's`, () => {
      expect(readNationalId(id)).to.deep.equal({ value: id, kind: 'legal' });
    });
  }

  it('are read in Persian digits, with hyphens, and without the zeros a spreadsheet dropped', () => {
    expect(readNationalId('۰۰۸-۴۵۷۵۹۴-۸')?.value).to.equal('0084575948');
    expect(readNationalId('84575948')?.value).to.equal('0084575948');
  });

  it('with one wrong digit are refused', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NATURAL),
        fc.nat(8),
        fc.integer({ min: 1, max: 9 }),
        (id, place, shift) => {
          // given
          const digits = [...id].map(Number);
          const rest = digits.slice(0, 9).reduce((sum, digit, index) => sum + digit * (10 - index), 0) % 11;
          digits[place] = ((digits[place] ?? 0) + shift) % 10;
          const wrongRest =
            digits.slice(0, 9).reduce((sum, digit, index) => sum + digit * (10 - index), 0) % 11;
          // a rest of 1 and one of 10 have the same check digit, in the rule itself
          fc.pre(rest + wrongRest !== 11 || (rest !== 1 && rest !== 10));
          // then
          expect(readNationalId(digits.join(''))).to.equal(undefined);
        },
      ),
    );
  });

  it('of legal persons with a wrong check digit are refused', () => {
    expect(readNationalId('10380285692')).to.equal(undefined);
  });

  it('of ten equal digits are refused, though their sum is right', () => {
    for (let digit = 0; digit < 10; digit++)
      expect(readNationalId(String(digit).repeat(10))).to.equal(undefined);
  });

  it('are refused when they are texts', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/[0-9]{8}/.test(text));
        expect(readNationalId(text)).to.equal(undefined);
      }),
    );
  });
});

describe('mobile numbers', () => {
  for (const typed of ['09121234567', '۰۹۱۲۱۲۳۴۵۶۷', '+98 912 123 4567', '0098-912-123-4567', '9121234567']) {
    it(`${typed} is one number`, () => {
      expect(readMobile(typed)).to.equal('+989121234567');
    });
  }

  it('of other countries are kept with their code', () => {
    expect(readMobile('+44 7911 123456')).to.equal('+447911123456');
  });

  for (const typed of ['02188776655', '0912123456', 'سلام', '']) {
    it(`"${typed}" is none`, () => {
      expect(readMobile(typed)).to.equal(undefined);
    });
  }
});
