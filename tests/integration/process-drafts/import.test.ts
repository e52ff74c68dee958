import { expect } from 'chai';
import { describe, it } from 'mocha';
import { MAX_PROCESS_FILE } from '#common/contract/index.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { withDrafts } from './with-drafts.ts';

const DIAGRAM = 'road-defect.bpmn';
const roadDefect = readText(`processes/road-defect/${DIAGRAM}`);

const FOREIGN = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="t">
  <bpmn:process id="road-defect" isExecutable="true">
    <bpmn:serviceTask id="T" camunda:class="org.example.Work" />
    <bpmn:userTask id="U" camunda:assignee="demo"><bpmn:extensionElements><camunda:formData /></bpmn:extensionElements></bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>`;

const PLAIN = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:acme="http://acme.example/bpmn" id="D" targetNamespace="t" exporter="Acme">
  <process id="Process_1">
    <extensionElements><acme:owner name="Sara" /></extensionElements>
    <startEvent id="S" acme:colour="green"><outgoing>F</outgoing></startEvent>
    <sequenceFlow id="F" sourceRef="S" targetRef="E" />
    <endEvent id="E"><incoming>F</incoming></endEvent>
  </process>
</definitions>`;

const BOMB = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">${Array.from({ length: 20 }, (_, at) => `<!ENTITY a${at} "&a;&a;&a;&a;&a;">`).join('')}]><lolz>&a19;</lolz>`;

describe('importing a file into a draft', () => {
  const harness = useFixture(withDrafts, (opened) => opened.close());

  for (const [what, rule, content] of [
    ['text that is no XML', 'readable', 'سلام'],
    ['XML that breaks off', 'readable', roadDefect.slice(0, 4_000)],
    ['XML of something else', 'readable', '<svg xmlns="http://www.w3.org/2000/svg" />'],
    ['an entity bomb', 'no-document-type', BOMB],
    [
      'an entity that reads a file',
      'no-document-type',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ],
    ['a diagram of another engine', 'dialect', FOREIGN],
    ['10 MB', 'size', roadDefect + ' '.repeat(10_000_000)],
  ] as const)
    it(`refuses ${what}, says why in both languages, and changes nothing`, async () => {
      // given
      const id = await harness.draftOf('road-defect');

      // when
      const { status, body } = await harness.importing(id, DIAGRAM, content);

      // then
      expect([status, body.code]).to.deep.equal([422, 'file-rejected']);
      expect(body.findings).to.have.length(1);
      expect(body.findings[0]).to.include({ file: DIAGRAM, rule });
      expect(body.findings[0].message.fa).to.match(/[\u0600-\u06ff]/);
      expect((await harness.read(id, DIAGRAM)).body).to.include({ version: 0, content: roadDefect });
    });

  it('names the sizes of a file that is too large', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const { body } = await harness.importing(id, DIAGRAM, 'x'.repeat(MAX_PROCESS_FILE * 2));

    // then
    expect(body.findings[0].message.en).to.equal('The file has 2 million characters; the most is 1 million.');
  });

  it('names the other engine and what cannot come over', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const { body } = await harness.importing(id, DIAGRAM, FOREIGN);

    // then
    const [{ message }] = body.findings;
    for (const word of ['Camunda 7', 'camunda:class', 'camunda:formData', 'camunda:assignee'])
      for (const text of [message.fa, message.en]) expect(text).to.include(word);
  });

  it('takes a plain diagram over: its key and platform are fitted, what other tools wrote stays', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const { status, body } = await harness.importing(id, 'Diagram_1.bpmn', PLAIN, DIAGRAM);

    // then
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(body.notes).to.have.length(3);
    expect(body.file).to.deep.include({ name: DIAGRAM, version: 1, findings: [] });
    const { content } = (await harness.read(id, DIAGRAM)).body;
    expect(content).to.include('<acme:owner name="Sara"').and.to.include('acme:colour="green"');
    expect(content).to.include('id="road-defect"').and.to.include('isExecutable="true"');
  });

  it('leaves a diagram of this engine as it is, to the letter', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const changed = `${roadDefect}<!-- from elsewhere -->`;
    await harness.importing(id, DIAGRAM, changed);

    // then
    expect((await harness.read(id, DIAGRAM)).body.content).to.equal(changed);
  });

  it('refuses an entity bomb also where a file is saved, and a body beyond every measure at the door', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // then
    expect((await harness.save(id, DIAGRAM, BOMB, 0)).body.code).to.equal('file-rejected');
    expect((await harness.save(id, DIAGRAM, 'x'.repeat(10_000_000), 0)).body.code).to.equal('too-large');
    expect((await harness.read(id, DIAGRAM)).body.version).to.equal(0);
  });
});
