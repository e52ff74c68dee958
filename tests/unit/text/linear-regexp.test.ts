import { expect } from 'chai';
import { describe, it } from 'mocha';
import { formAjv } from '#api/platform/form-ajv.ts';
import { formPattern, linearRegExp } from '#common/text/linear-regexp.ts';
import { patternFault } from '#common/text/safe-pattern.ts';
import { createSchemaValidator } from '#ui/form/schema-validator.ts';

/** Expressions that a backtracking engine tries in more ways than anybody can wait for. */
const ENDLESS = [
  '^(a{1,30}){1,30}$',
  '^(a|a){1,40}$',
  '^(.{0,20}){0,40}x$',
  '^(?:[a-z]{1,20}){1,25}$',
  '^(a+)+$',
];
const ORDINARY = [
  '^[a-z0-9]+(-[a-z0-9]+)*$',
  '^\\d{10}$',
  '^(?:\\+98|0)9\\d{9}$',
  '^[\\p{Script=Arabic}\\s\\u200c]+$',
  '\\u{1F600}|[آ-ی]',
  '^[^<>]{1,5}$',
];
const TEXTS = ['', 'a', 'rmto-tehran', '1234567890', '09121234567', 'جاده قدیم', '😀', 'a<b', '-', 'aaaa'];

describe('the regular expressions of forms', () => {
  for (const pattern of ENDLESS)
    it(`are matched in proportion to the text: ${pattern}`, () => {
      // given
      const text = `${'a'.repeat(100_000)}!`;

      // when
      const fits = linearRegExp(pattern).test(text);

      // then
      expect(fits).to.equal(false);
      expect(patternFault(pattern)).to.equal(undefined);
    });

  for (const pattern of ORDINARY)
    it(`mean what they mean in JavaScript: ${pattern}`, () => {
      // when
      const fitting = TEXTS.filter((text) => linearRegExp(pattern).test(text));

      // then
      expect(fitting).to.deep.equal(TEXTS.filter((text) => new RegExp(pattern, 'u').test(text)));
    });

  it('are refused where they look around, refer back or cannot be read', () => {
    expect(['(?=a)b', '(?<!a)b', '(a)\\1', '(', 'a{2,1}'].map(patternFault)).to.deep.equal(
      Array(5).fill('unreadable'),
    );
    expect(patternFault('a'.repeat(201))).to.equal('too-long');
  });

  it('go on as they were where a form was deployed with look-around', () => {
    expect(formPattern('^(?=.*\\d)[a-z\\d]+$').test('a1')).to.equal(true);
    expect(formPattern('^(?=.*\\d)[a-z\\d]+$').test('ab')).to.equal(false);
  });

  it('are matched by the same engine in the browser and on the server', () => {
    // given
    const schema = { type: 'object', properties: { code: { type: 'string', pattern: ENDLESS[0] } } } as const;
    const data = { code: `${'a'.repeat(40)}!` };

    // when
    const onServer = formAjv().compile(schema);
    const inBrowser = createSchemaValidator((rule, limit) => `${rule} ${String(limit)}`);

    // then
    expect([onServer(data), onServer.errors?.[0]?.keyword]).to.deep.equal([false, 'pattern']);
    expect(
      inBrowser
        .validateFormData(data, schema as never)
        .errors.map(({ property, message }) => [property, message]),
    ).to.deep.equal([['.code', `pattern ${ENDLESS[0]}`]]);
    expect(inBrowser.isValid(schema as never, { code: 'aaa' }, schema as never)).to.equal(true);
  });
});
