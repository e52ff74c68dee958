import { expect } from 'chai';
import { describe, it } from 'mocha';
import { plainDiagram } from '#api/modules/process-instances/plain-diagram.ts';
import { parseDiagram } from '#common/process-files/model/diagram.ts';
import { filesBelow, readText } from '#tests/support/diagrams/project-files.ts';

describe('a diagram for people who work on a request', () => {
  for (const path of filesBelow('processes', '.bpmn'))
    it(`${path} keeps names and shapes, and nothing technical`, async () => {
      // given
      const xml = readText(path);
      const real = await parseDiagram(path, xml);

      // when
      const plain = await plainDiagram(xml);

      // then
      const shown = await parseDiagram('plain.bpmn', plain.xml);
      expect(shown.elements.map(({ $type, name }) => [$type, name])).to.deep.equal(
        real.elements.map(({ $type, name }) => [$type, name]),
      );
      for (const { id = '' } of real.elements) expect(plain.xml).not.to.match(new RegExp(`\\b${id}\\b`));
      for (const hidden of [
        'taskDefinition',
        'ioMapping',
        'formDefinition',
        'candidateGroups',
        'conditionExpression',
      ])
        expect(plain.xml).not.to.include(hidden);
      expect(plain.xml).not.to.match(/="=|correlation|timeDuration|messageRef/);
      expect(plain.ids.size).to.be.at.least(real.elements.length);
    });

  it('refuses what draws nothing', async () => {
    // given
    const nothing =
      '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><bpmn:process id="p" /></bpmn:definitions>';

    // when
    const failed = await plainDiagram(nothing).catch((error: Error) => error.message);

    // then
    expect(failed).to.equal('the diagram draws nothing');
  });
});
