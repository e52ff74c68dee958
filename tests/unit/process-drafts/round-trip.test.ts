import { BpmnModdle } from 'bpmn-moddle';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { filesBelow, readText } from '#tests/support/diagrams/project-files.ts';
import { aForeignDiagram } from '#tests/support/diagrams/random-diagram.ts';
import { meaningOf } from '#tests/support/diagrams/xml-meaning.ts';

/** Opens and saves as the editor does when nothing was changed. */
async function saved(xml: string): Promise<string> {
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement, warnings } = await moddle.fromXML(xml);
  expect(warnings.map(({ message }) => message)).to.deep.equal([]);
  return (await moddle.toXML(rootElement, { format: true })).xml;
}

describe('a diagram that is opened and saved', () => {
  for (const file of filesBelow('processes', '.bpmn').concat(
    filesBelow('common/process-files/rules', '.bpmn'),
  ))
    it(`means the same: ${file}`, async () => {
      // given
      const xml = readText(file);
      // when
      const again = await saved(xml);
      // then
      expect(meaningOf(again)).to.deep.equal(meaningOf(xml));
    });

  it('means the same whatever stands in it, and keeps what other tools wrote', () =>
    fc.assert(
      fc.asyncProperty(aForeignDiagram(), async (xml) => {
        expect(meaningOf(await saved(xml))).to.deep.equal(meaningOf(xml));
      }),
      { numRuns: 200 },
    ));

  it('does not change any more when it is saved once more', () =>
    fc.assert(
      fc.asyncProperty(aForeignDiagram(), async (xml) => {
        const once = await saved(xml);
        expect(await saved(once)).to.equal(once);
      }),
      { numRuns: 50 },
    ));
});
