import { validateZeebe } from '@bpmn-io/element-templates-validator';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { LOCALES, localizeTemplate } from '#common/contract/index.ts';
import { lintDiagram, parseDiagram } from '#common/process-files/index.ts';
import { aProcess } from '#common/process-files/testing/rule-spec.ts';
import { valueOf } from '#engine/decisions/feel.ts';
import { type Element, extension, readDiagrams } from '#tests/support/diagrams/diagrams.ts';
import { projectContext } from '#tests/support/diagrams/lint-context.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';
import {
  calledProcessOf,
  declaredWorkers,
  inputsOf,
  jobTypeOf,
  type Template,
  templates,
} from '#tests/support/diagrams/templates.ts';

const workers = await declaredWorkers();
const calls = (await readDiagrams())
  .flatMap(({ elements }) => elements)
  .filter(({ $type }) => $type === 'bpmn:CallActivity');

const choicesOf = (template: Template, input: string): unknown[] | undefined =>
  inputsOf(template)
    .get(input)
    ?.choices?.map(({ value }) => valueOf(value, {}, 0));

/** What the diagrams hand over to, or take back from, a called process. */
const handedTo = (process: string, direction: 'inputParameters' | 'outputParameters'): Set<string> =>
  new Set(
    calls
      .filter((call) => extension(call, 'CalledElement')?.['processId'] === process)
      .flatMap((call) => (extension(call, 'IoMapping')?.[direction] ?? []) as Element[])
      .map(({ target }) => String(target)),
  );

describe('the ready steps in processes/templates', () => {
  for (const template of templates) {
    const { key } = template;

    describe(key, () => {
      for (const locale of LOCALES)
        it(`is an element template as the schema of the vendor asks, in ${locale}`, () => {
          // when
          const { valid, errors } = validateZeebe(localizeTemplate(template, locale));

          // then
          expect(errors ?? []).to.deep.equal([]);
          expect(valid).to.be.true;
        });

      it('has its name as id, an icon of its own, and every text in both languages', () => {
        // given
        const { fa, en } = template.metadata.texts;
        const used = [...JSON.stringify({ ...template, metadata: {} }).matchAll(/"%([^"]+)"/g)].map(
          ([, name]) => name,
        );

        // then
        expect(template.id).to.equal(`shahrah.${key}`);
        expect(template.icon.contents).to.match(/^data:image\/svg\+xml,/);
        expect(Object.keys(fa)).to.have.members(used);
        expect(Object.keys(en)).to.have.members(used);
        for (const text of Object.values(fa))
          expect(text)
            .to.match(/[\u0600-\u06ff]/)
            .and.not.match(/[يك]/);
        for (const text of Object.values(en)) expect(text).not.to.match(/[\u0600-\u06ff]/);
      });

      it('explains everything that it asks', () => {
        for (const { type, label, description } of template.properties)
          if (type !== 'Hidden') expect([label, description], key).to.not.include(undefined);
      });

      it('belongs to a worker or to a process, and says so by its kind', () => {
        // when
        const [job, process] = [jobTypeOf(template), calledProcessOf(template)];

        // then
        expect([job, process].filter(Boolean)).to.have.length(1);
        expect(template.elementType.value).to.equal(job ? 'bpmn:ServiceTask' : 'bpmn:CallActivity');
        if (job) expect([...workers.keys()]).to.include(job);
      });

      const job = jobTypeOf(template);
      if (job)
        it('asks for all that the worker needs, and for nothing that it does not know', () => {
          // given
          const worker = workers.get(job);
          const inputs = inputsOf(template);
          const known = Object.entries(worker?.input.properties ?? {});

          // then
          expect(known.map(([name]) => name)).to.have.members([...inputs.keys()]);
          for (const name of worker?.required ?? []) expect(inputs.get(name)?.optional, name).not.to.be.true;
          for (const [name, { enum: words }] of known)
            if (words) expect(choicesOf(template, name), name).to.have.members(words as unknown[]);
        });

      const process = calledProcessOf(template);
      if (process)
        it('hands over and takes back what the diagrams do that call the same process', () => {
          // given
          const outputs = template.properties.flatMap(({ binding, value }) =>
            binding.type === 'zeebe:output' ? [value] : [],
          );

          // then
          expect([...inputsOf(template).keys()]).to.have.members([...handedTo(process, 'inputParameters')]);
          expect(outputs).to.have.members([...handedTo(process, 'outputParameters')]);
        });

      it('makes a step that breaks no rule', async () => {
        // given
        const mapping = [...inputsOf(template)]
          .filter(([, { value }]) => value)
          .map(
            ([name, { value = '' }]) =>
              `<zeebe:input source="${value.replaceAll('"', '&quot;')}" target="${name}" />`,
          )
          .join('');
        const kind = job
          ? `<zeebe:taskDefinition type="${job}" />`
          : `<zeebe:calledElement processId="${process}" propagateAllChildVariables="false" />`;
        const tag = job ? 'serviceTask' : 'callActivity';
        const xml = aProcess(
          `<bpmn:${tag} id="Task_Step" name="گام"><bpmn:extensionElements>${kind}<zeebe:ioMapping>${mapping}</zeebe:ioMapping>
             <zeebe:properties><zeebe:property name="name.en" value="Step" /></zeebe:properties></bpmn:extensionElements></bpmn:${tag}>`,
        );

        // when
        const findings = await lintDiagram(
          (await parseDiagram('the step', xml)).root,
          await projectContext(),
        );

        // then
        const ofStep = findings.filter(
          ({ elementId, category }) => elementId === 'Task_Step' && category === 'error',
        );
        const notAboutFlows = ofStep.filter(({ rule }) => !/^no-(bpmndi|disconnected|implicit)/.test(rule));
        expect(notAboutFlows.map(({ message }) => message.en)).to.deep.equal([]);
      });
    });
  }

  it('offer the outside bodies and the surveys that there are', () => {
    for (const [key, input, file] of [
      ['pause-clock', 'body', 'outside-bodies'],
      ['start-survey', 'survey', 'surveys'],
    ] as const) {
      const template = templates.find((one) => one.key === key);
      if (!template) continue;
      const rows = JSON.parse(readText(`migrations/data/${file}.json`)) as { key: string }[];
      expect(choicesOf(template, input), key).to.have.members(rows.map((row) => row.key));
    }
  });
});
