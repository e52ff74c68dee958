import { basename, dirname } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { PRIORITIES } from '#common/contract/index.ts';
import { ENGINE_VERSION, lintDecision, lintDiagram, openVariables } from '#common/process-files/index.ts';
import {
  type Diagram,
  type Element,
  extension,
  readDecisions,
  readDiagrams,
} from '#tests/support/diagrams/diagrams.ts';
import { projectContext } from '#tests/support/diagrams/lint-context.ts';
import {
  departments,
  departmentSlugs,
  forms,
  provinces,
  readText,
  services,
  workerTypes,
} from '#tests/support/diagrams/project-files.ts';
import { jobTypeOf as jobTypeOfStep, templates } from '#tests/support/diagrams/templates.ts';

const diagrams = await readDiagrams();
const decisions = await readDecisions();
const context = projectContext();

const ofType = ({ elements }: Diagram, ...types: string[]): Element[] =>
  elements.filter(({ $type }) => types.includes($type.replace('bpmn:', '')));

const everywhere = (...types: string[]): Element[] =>
  diagrams.flatMap((diagram) => ofType(diagram, ...types));

const ids = (elements: Element[]): string[] => elements.map(({ id }) => String(id));

const formKeyOf = (task: Element): string =>
  String(extension(task, 'FormDefinition')?.['externalReference'] ?? '');

const jobTypeOf = (task: Element): string => String(extension(task, 'TaskDefinition')?.['type'] ?? '');

const calledDecisionOf = (task: Element): string =>
  String(extension(task, 'CalledDecision')?.['decisionId'] ?? '');

describe('the contract between diagrams, decisions, forms, workers and data', () => {
  for (const diagram of diagrams) {
    const { file, process, messages } = diagram;

    describe(file, () => {
      it('stands in the folder of its process', () => {
        expect(basename(file, '.bpmn')).to.equal(process.id);
        expect(basename(dirname(file))).to.equal(process.id);
      });

      it('has a row in processes/README.md', () => {
        expect(readText('processes/README.md')).to.include(`[${process.id}](${process.id}/README.md)`);
      });

      it('breaks no rule', async () => {
        // when
        const findings = await lintDiagram(diagram.root, await context);

        // then
        const errors = findings.filter(({ category }) => category === 'error');
        expect(errors.map(({ rule, message }) => `${rule}: ${message.en}`)).to.deep.equal([]);
      });

      it('starts by the message of its process, or is called', () => {
        // when
        const starting = ofType(diagram, 'StartEvent').flatMap(({ eventDefinitions = [] }) =>
          eventDefinitions.map(({ messageRef }) => messageRef?.name),
        );
        const called = everywhere('CallActivity').map(
          (element) => extension(element, 'CalledElement')?.['processId'],
        );

        // then
        if (!called.includes(process.id))
          expect(starting.filter((name) => name?.endsWith(`.${process.id}`))).to.have.length(1);
      });

      it('uses every message that it declares', () => {
        // when
        const used = diagram.elements.flatMap(({ eventDefinitions = [], messageRef: received }) => [
          received?.id,
          ...eventDefinitions.map(({ messageRef }) => messageRef?.id),
        ]);

        // then
        expect(ids(messages).filter((id) => !used.includes(id))).to.be.empty;
      });
    });
  }

  it('every worker is used by some diagram or ready step', () => {
    // when
    const used = [...everywhere('ServiceTask', 'SendTask', 'ScriptTask'), ...everywhere('EndEvent')]
      .map(jobTypeOf)
      .concat(templates.map((template) => jobTypeOfStep(template) ?? ''));

    // then
    expect(workerTypes().filter((type) => !used.includes(type))).to.be.empty;
  });

  it('every form is asked by a user task or a service', () => {
    // when
    const used = [...everywhere('UserTask').map(formKeyOf), ...services.map(({ intakeForm }) => intakeForm)];

    // then
    expect([...forms.keys()].filter((key) => !used.includes(key))).to.be.empty;
  });

  it('every decision is called by some diagram', () => {
    // when
    const called = everywhere('BusinessRuleTask').map(calledDecisionOf);

    // then
    expect(decisions.filter(({ id }) => !called.includes(id))).to.be.empty;
  });

  it('every decision breaks no rule', () => {
    // given
    const known = {
      groups: [...departmentSlugs],
      regions: provinces.map(({ code }) => code),
      priorities: PRIORITIES,
    };

    // when
    const errors = decisions
      .flatMap((decision) => lintDecision(decision, known))
      .filter(({ category }) => category === 'error');

    // then
    expect(errors.map(({ message }) => message.en)).to.deep.equal([]);
  });

  it('every service has its process, its form and its department', () => {
    for (const { key, process, intakeForm, department } of services) {
      expect(
        diagrams.map((diagram) => diagram.process.id),
        key,
      ).to.include(process);
      expect([...forms.keys()], key).to.include(intakeForm);
      expect(departmentSlugs, key).to.include(department);
    }
  });

  it('the departments are one tree, and no key is given twice', () => {
    // when
    const keys = [
      ...departments.map(({ slug }) => `department ${slug}`),
      ...services.map(({ key }) => `service ${key}`),
      ...provinces.flatMap(({ code, iso }) => [`province ${code}`, `province ${iso}`]),
    ];

    // then
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).to.be.empty;
    expect(departments.filter(({ parent }) => parent === null).map(({ slug }) => slug)).to.deep.equal([
      'ministry',
    ]);
    expect(departments.filter(({ parent }) => parent !== null && !departmentSlugs.has(parent))).to.be.empty;
  });

  it('the linter is configured for the version of the engine that the diagrams are written for', () => {
    for (const { root, file } of diagrams) expect(attributeOf(root), file).to.equal(`${ENGINE_VERSION}.0`);
  });

  it('no form hands the engine what may hold personal data', () => {
    // when
    const open = [...forms].flatMap(([key, form]) => openVariables(form).map((name) => `${key}: ${name}`));

    // then
    expect(open).to.deep.equal([]);
  });
});

function attributeOf(root: Element): unknown {
  return (root['$attrs'] as Record<string, unknown>)['modeler:executionPlatformVersion'];
}
