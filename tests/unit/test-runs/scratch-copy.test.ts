import Linter from 'bpmnlint/lib/linter.js';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { expectIsolated } from '#api/modules/test-runs/isolation/expect-isolated.ts';
import { NotTestable, type SourceFile } from '#api/modules/test-runs/isolation/not-testable.ts';
import { scratchCopy } from '#api/modules/test-runs/isolation/scratch-copy.ts';
import { newPrefix, timeIn } from '#api/modules/test-runs/isolation/scratch-names.ts';
import { lintConfig } from '#common/process-files/index.ts';
import { type Element, extension, extensions, parseDiagram } from '#common/process-files/model/diagram.ts';
import { compile } from '#engine/core/compile.ts';
import { projectContext } from '#tests/support/diagrams/lint-context.ts';
import { filesBelow, readText } from '#tests/support/diagrams/project-files.ts';

const PREFIX = 'scratch-0123456789abcdef';

const source = (path: string): SourceFile => ({
  name: path.split('/').at(-1) ?? '',
  content: readText(path),
});
const diagrams = filesBelow('processes', '.bpmn').map(source);
const tables = filesBelow('processes', '.dmn').map(source);
const everything = [...diagrams, ...tables];

type Shape = Record<string, unknown>;

/** What must be the same in a copy: what stands where, what leads where under which condition, and what is
 *  mapped. */
const shapeOf = (elements: readonly Element[]): Shape =>
  Object.fromEntries(
    elements.map((element) => [
      element.id,
      {
        type: element.$type,
        name: element.name,
        within: element.$parent?.$type === 'bpmn:Process' ? 'process' : element.$parent?.id,
        flow: [element.sourceRef?.id, element.targetRef?.id, element.conditionExpression?.body],
        default: element.default?.id,
        at: (element['attachedToRef'] as Element | undefined)?.id,
        stops: [element['cancelActivity'], element['isInterrupting'], element['triggeredByEvent']],
        mapped: ((extension(element, 'IoMapping')?.['inputParameters'] ?? []) as Element[])
          .filter(({ target }) => target !== 'scratchFor')
          .map(({ source: from, target }) => [from, target]),
        results: (extension(element, 'IoMapping')?.['outputParameters'] as Element[] | undefined)?.map(
          ({ source: from, target }) => [from, target],
        ),
        loop: Boolean(element['loopCharacteristics']),
        form: extension(element, 'FormDefinition')?.['externalReference'],
        catches: (element.eventDefinitions ?? []).map(({ $type, errorRef }) => [
          $type === 'bpmn:TimerEventDefinition' ? 'bpmn:MessageEventDefinition' : $type,
          (errorRef as { errorCode?: string } | undefined)?.errorCode,
        ]),
      },
    ]),
  );

const isStart = ({ $type, $parent }: Element): boolean =>
  $type === 'bpmn:StartEvent' && $parent?.$type === 'bpmn:Process';

let whole: ReturnType<typeof scratchCopy> | undefined;

const copyOf = async (key: string) => {
  const { files } = await (whole ??= scratchCopy(everything, PREFIX));
  const file = files.find(({ name }) => name === `${PREFIX}-${key}.bpmn`);
  return parseDiagram(file?.name ?? key, file?.content ?? '');
};

const aProcess = (inside: string, key = 'p'): SourceFile => ({
  name: `${key}.bpmn`,
  content: `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="D" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="${key}" isExecutable="true">${inside}</bpmn:process>
</bpmn:definitions>`,
});

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (error: unknown) => (error instanceof NotTestable ? error.reason : String(error)),
  );

describe('the scratch copy of a draft', () => {
  for (const { name, content } of diagrams)
    it(`keeps the elements, flows, conditions and mappings of ${name}`, async () => {
      // given
      const before = await parseDiagram(name, content);

      // when
      const after = await copyOf(String(before.process.id));

      // then
      const only = (elements: Element[]) => elements.filter((element) => !isStart(element));
      expect(shapeOf(only(after.elements))).to.deep.equal(shapeOf(only(before.elements)));
    });

  for (const { name, content } of diagrams)
    it(`of ${name} is taken by the engine and fits its rules`, async () => {
      // given
      const { process } = await parseDiagram(name, content);

      // when
      const copy = await copyOf(String(process.id));

      // then
      const { config, resolver } = lintConfig(await projectContext());
      const reports = await new Linter({ config: { extends: config.extends }, resolver }).lint(copy.root);
      const errors = Object.values(reports)
        .flat()
        .filter(({ category }) => category !== 'warn');
      expect(errors).to.deep.equal([]);
      expect(() => compile(copy)).not.to.throw();
    });

  it('has nothing that reaches out: no worker, process, decision, message or person of the ministry', async () => {
    // when
    const { files } = await (whole ??= scratchCopy(everything, PREFIX));

    // then
    for (const { name, content } of files.filter((file) => file.name.endsWith('.bpmn'))) {
      const { process, elements, messages } = await parseDiagram(name, content);
      expect(process.id).to.satisfy((id: string) => id.startsWith(`${PREFIX}-`));
      for (const message of messages)
        expect(message.name).to.satisfy((text: string) => text.startsWith(`${PREFIX}-`));
      for (const element of elements) {
        const reaches = [
          extension(element, 'CalledElement')?.['processId'],
          extension(element, 'CalledDecision')?.['decisionId'],
        ].filter(Boolean);
        for (const id of reaches) expect(id).to.satisfy((text: string) => text.startsWith(`${PREFIX}-`));
        const type = extension(element, 'TaskDefinition')?.['type'];
        expect(type, element.id).to.be.oneOf([undefined, 'scratch.capture']);
        expect(extension(element, 'AssignmentDefinition'), element.id).to.equal(undefined);
        const timers = (element.eventDefinitions ?? []).filter(({ $type }) => /Timer/.test($type));
        expect(timers, element.id).to.deep.equal([]);
      }
    }
  });

  it('keeps the real type of a job, and for whom a task would have been', async () => {
    // when
    const { elements } = await copyOf('road-defect');

    // then
    const byId = new Map(elements.map((element) => [element.id, element]));
    const plan = byId.get('Task_PlanRepair') as Element;
    const headers = extensions(plan, 'TaskHeaders').flatMap(({ values }) => values as Element[]);
    expect(headers.map(({ key, value }) => [key, value])).to.deep.equal([
      ['scratch.type', 'road-defect.plan-repair'],
    ]);
    const inputs = (id: string) =>
      (extension(byId.get(id) as Element, 'IoMapping')?.['inputParameters'] as Element[]).map(
        ({ source: from, target }) => [from, target],
      );
    expect(inputs('Task_Triage')).to.deep.equal([['="contact-centre"', 'scratchFor']]);
    expect(inputs('Task_CheckDanger')).to.deep.equal([['=[department]', 'scratchFor']]);
  });

  it('waits for a timer by a message whose key tells the time', async () => {
    // when
    const { elements } = await copyOf('ask-citizen');

    // then
    const keyOf = (id: string) => {
      const event = elements.find((element) => element.id === id)?.eventDefinitions?.[0]
        ?.messageRef as Element;
      return String(extension(event, 'Subscription')?.['correlationKey']);
    };
    expect(keyOf('Event_TimeToRemind')).to.equal(`="${PREFIX}:Event_TimeToRemind:R2/P3D"`);
    expect(keyOf('Event_ReplyTimeRanOut')).to.equal(
      `=if (replyWindow) = null then null else "${PREFIX}:Event_ReplyTimeRanOut:" + string(replyWindow)`,
    );
    expect(timeIn(`${PREFIX}:Event_X:2026-01-01T10:00:00Z`)).to.equal('2026-01-01T10:00:00Z');
  });

  it('gives the decision and its file names of their own', async () => {
    // when
    const { files, decisions } = await (whole ??= scratchCopy(everything, PREFIX));

    // then
    const table = files.find(({ name }) => name === `${PREFIX}-route-request.dmn`)?.content ?? '';
    expect(decisions).to.include('route-request');
    expect(table).to.match(new RegExp(`<decision id="${PREFIX}-route-request"`));
    expect(table).to.match(new RegExp(`id="${PREFIX}-Definitions_RouteRequest"`));
  });

  it('knows what the draft says of its elements', async () => {
    // when
    const { elements } = await (whole ??= scratchCopy(everything, PREFIX));

    // then
    expect(elements['road-defect']?.['Task_PlanRepair']).to.deep.include({
      type: 'ServiceTask',
      work: {
        jobType: 'road-defect.plan-repair',
        template: null,
        inputs: elements['road-defect']?.['Task_PlanRepair']?.work?.inputs ?? [],
        errors: ['Error_NoCrew'],
      },
    });
    expect(elements['ask-citizen']?.['Event_TimeToRemind']).to.deep.include({
      timer: 'cycle',
      waits: 'boundary',
      interrupting: false,
    });
    expect(elements['road-defect']?.['Task_Triage']?.form).to.equal('citizen-request/triage');
  });

  it('refuses a process that only the run would find out', async () => {
    // given
    const dynamic = aProcess(
      `<bpmn:callActivity id="C"><bpmn:extensionElements><zeebe:calledElement processId="=other" /></bpmn:extensionElements></bpmn:callActivity>`,
    );

    // when
    const reason = await refusal(scratchCopy([dynamic], newPrefix()));

    // then
    expect(reason).to.equal('called-by-expression');
  });

  it('refuses to call a process that is not part of the draft, because it would really run', async () => {
    // given
    const [alone] = diagrams.filter(({ name }) => name === 'road-defect.bpmn');

    // when
    const reason = await refusal(scratchCopy(alone ? [alone] : [], newPrefix()));

    // then
    expect(reason).to.equal('calls-unknown');
  });

  it('gives signals names of the run, so that none is heard outside', async () => {
    // given
    const { content } = aProcess('');
    const withSignal = content.replace(
      '</bpmn:definitions>',
      '<bpmn:signal id="S" name="all-stop" /></bpmn:definitions>',
    );

    // when
    const { files } = await scratchCopy([{ name: 'p.bpmn', content: withSignal }], PREFIX);

    // then
    expect(files[0]?.content).to.match(new RegExp(`name="${PREFIX}-all-stop"`));
  });

  it('refuses a file with a second process, which would get a new version of its own', async () => {
    // given
    const { content } = aProcess('');
    const second = content.replace(
      '</bpmn:definitions>',
      '<bpmn:process id="escalate" isExecutable="true" /></bpmn:definitions>',
    );

    // when
    const reason = await refusal(scratchCopy([{ name: 'p.bpmn', content: second }], PREFIX));

    // then
    expect(reason).to.equal('several-processes');
  });

  const task = (extensions: string): SourceFile =>
    aProcess(
      `<bpmn:serviceTask id="T"><bpmn:extensionElements>${extensions}</bpmn:extensionElements></bpmn:serviceTask>`,
    );

  it('takes every job of a task, also where it names several', async () => {
    // given
    const twice = task('<zeebe:taskDefinition type="one" /><zeebe:taskDefinition type="other" />');

    // when
    const { files } = await scratchCopy([twice], PREFIX);

    // then
    const types = [...(files[0]?.content ?? '').matchAll(/<zeebe:taskDefinition type="([^"]*)"/g)];
    expect(types.map(([, type]) => type)).to.deep.equal(['scratch.capture', 'scratch.capture']);
  });

  for (const [what, extensions, wanted] of [
    [
      'a decision that is known only when it runs',
      '<zeebe:calledDecision decisionId="=d" resultVariable="r" />',
      'called-by-expression',
    ],
    [
      'a second process that it calls',
      '<zeebe:calledElement processId="p" /><zeebe:calledElement processId="escalate" />',
      'calls-unknown',
    ],
    [
      'a listener, whose job nobody rewrote',
      '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="shared.ask-citizen" /></zeebe:executionListeners>',
      'not-isolated',
    ],
  ] as const)
    it(`refuses ${what}`, async () => {
      expect(await refusal(scratchCopy([task(extensions)], PREFIX))).to.equal(wanted);
    });

  it('leaves out what nobody knows of the engine yet', async () => {
    // when
    const { files } = await scratchCopy([task('<zeebe:somethingNew type="x" />')], PREFIX);

    // then
    expect(files[0]?.content).to.contain('<bpmn:serviceTask id="T"').and.not.to.contain('somethingNew');
  });

  it('is read again as if nobody had rewritten it', async () => {
    // given
    const { files } = await scratchCopy([task('<zeebe:taskDefinition type="one" />')], PREFIX);
    const [copy] = files;
    const changed = (from: string, to: string): SourceFile => ({
      name: copy?.name ?? '',
      content: copy?.content.replace(from, to) ?? '',
    });

    // when
    const reasons = await Promise.all(
      [
        changed('', ''),
        changed(`<bpmn:process id="${PREFIX}-p"`, '<bpmn:process id="p"'),
        changed('type="scratch.capture"', 'type="one"'),
        changed('</bpmn:definitions>', '<bpmn:signal id="S" name="all-stop" /></bpmn:definitions>'),
        changed('</bpmn:definitions>', '<bpmn:process id="q" isExecutable="true" /></bpmn:definitions>'),
      ].map((file) => refusal(expectIsolated(file, PREFIX))),
    );

    // then
    expect(reasons).to.deep.equal(['nothing', ...Array(4).fill('not-isolated')]);
  });
});
