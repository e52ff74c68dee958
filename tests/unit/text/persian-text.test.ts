import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { asciiDigits, digitsOf, tidyJson, tidyLine, tidyText } from '#common/text/persian-text.ts';

const ZWNJ = '\u200c';

/** Texts made of what makes trouble. */
const troublesome = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'ي',
        'ك',
        'ی',
        'ک',
        'ى',
        'ـ',
        'ا',
        'آ',
        'ب',
        'ﻻ',
        'ﷲ',
        'é',
        'e\u0301',
        'x',
        '۱',
        '٢',
        '3',
      ),
      fc.constantFrom(
        ZWNJ,
        '\u200d',
        '\u00ad',
        '\ufeff',
        '\u202b',
        '\u0000',
        '\ud800',
        '\u00a0',
        ' ',
        '\t',
        '\r\n',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('Persian texts', () => {
  it('are tidy after one time: a second changes nothing', () => {
    fc.assert(
      fc.property(troublesome, (text) => {
        // when
        const tidy = tidyText(text);
        // then
        expect(tidyText(tidy)).to.equal(tidy);
      }),
      { numRuns: 2000 },
    );
  });

  it('hold nothing that a database refuses or a person cannot see', () => {
    fc.assert(
      fc.property(troublesome, (text) => {
        // when
        const tidy = tidyText(text);
        // then
        expect(tidy).not.to.match(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\u202a-\u202e]|\p{Surrogate}|[يكـ]/u,
        );
        expect(tidy).to.equal(tidy.trim());
      }),
      { numRuns: 2000 },
    );
  });

  it('keep their digits, half-spaces between letters and lines', () => {
    // given
    const typed = `  مي${ZWNJ}${ZWNJ}خواهم ${ZWNJ} كيلومتر ۱۲\r\n\r\n\r\n\r\nو 34 را  `;
    // when
    const tidy = tidyText(typed);
    // then
    expect(tidy).to.equal(`می${ZWNJ}خواهم کیلومتر ۱۲\n\nو 34 را`);
  });

  it('are put on one line where a line is meant', () => {
    expect(tidyLine('خيابان\nآزادي')).to.equal('خیابان آزادی');
  });

  it('are tidied wherever they stand in answers', () => {
    expect(tidyJson({ a: ['ك', { b: 'ي ' }], n: 1, x: null })).to.deep.equal({
      a: ['ک', { b: 'ی' }],
      n: 1,
      x: null,
    });
  });
});

describe('digits', () => {
  it('of any script are the same number', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0x6f0, 0x660, 0xff10), (number, zero) => {
        // given
        const written = [...String(number)]
          .map((digit) => String.fromCodePoint(zero + Number(digit)))
          .join('');
        // then
        expect(asciiDigits(written)).to.equal(String(number));
      }),
    );
  });

  it('are read over spaces, hyphens and marks', () => {
    expect(digitsOf('\u200f۱۲۳ ۴۵۶–٧٨٩-012')).to.equal('123456789012');
  });
});
