import { expect } from 'chai';
import { describe, it } from 'mocha';
import { findMalformation, findXmlViolation } from '#common/process-files/model/safe-xml.ts';
import { filesBelow, readText } from '#tests/support/diagrams/project-files.ts';

describe('what makes a file unfit to be read', () => {
  it('is nothing in the diagrams and tables of the product', () => {
    for (const file of [...filesBelow('processes', '.bpmn'), ...filesBelow('processes', '.dmn')])
      expect(findXmlViolation(readText(file)), file).to.equal(undefined);
  });

  for (const [what, xml, rule] of [
    ['a document type', '<!DOCTYPE a><a/>', 'no-document-type'],
    ['a document type in small letters', '<!doctype a><a/>', 'no-document-type'],
    ['an entity', '<a><!ENTITY b "c"></a>', 'no-document-type'],
    ['another encoding', "<?xml version='1.0' encoding='windows-1256'?><a/>", 'utf-8'],
    ['61 layers', `${'<a>'.repeat(61)}${'</a>'.repeat(61)}`, 'size'],
    ['20,001 elements', `<a>${'<b/>'.repeat(20_000)}</a>`, 'size'],
  ] as const)
    it(`is ${what}`, () => {
      expect(findXmlViolation(xml)?.rule).to.equal(rule);
    });

  for (const [what, xml] of [
    ['60 layers', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`],
    ['tags in a comment', `<a><!-- ${'<b>'.repeat(100)} --></a>`],
    ['tags in a CDATA section', `<a><![CDATA[${'<b>'.repeat(100)}]]></a>`],
    ['a greater-than sign in an attribute', `<a>${'<b c="1 > 0" d=\'<e>\'/>'.repeat(100)}</a>`],
    ['an attribute with spaces around its sign', '<a b = "1"\n\tc= \'2\' />'],
    ['UTF-8, said in small letters', '<?xml version="1.0" encoding="utf-8"?><a/>'],
  ] as const)
    it(`is not ${what}`, () => {
      expect(findXmlViolation(xml)).to.equal(undefined);
      expect(findMalformation(xml)).to.equal(undefined);
    });

  for (const [what, xml] of [
    ['quotation marks where attributes belong', `<a>\n<b ${'"'.repeat(100)}></b></a>`],
    ['the same attribute twice', '<a>\n<b c="1" d="2" c="3"/></a>'],
    ['an attribute without a value', '<a>\n<b c/></a>'],
    ['a tag that nobody closes', '<a>\n<b c="1"'],
  ] as const)
    it(`is kept, but not read with ${what}, and the line is told`, () => {
      expect(findXmlViolation(xml)).to.equal(undefined);
      expect(findMalformation(xml)?.message.en).to.contain('in line 2');
    });

  it('is told in a moment, also for a megabyte of quotes that nobody closes', () => {
    // given
    const began = performance.now();

    // when
    for (const piece of ['<a "', '<!--', "<a b='", '<', '<?', '<![CDATA['])
      findMalformation(piece.repeat(1_000_000 / piece.length));

    // then
    expect(performance.now() - began).to.be.below(10_000);
  });
});
