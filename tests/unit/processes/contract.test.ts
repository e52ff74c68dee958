import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  englishName,
  extension,
  extensions,
  readDecisions,
  readDiagrams,
  type Diagram,
  type Element,
} from '../../support/diagrams/diagrams.ts';
import { valueOf } from '../../support/diagrams/feel.ts';
import {
  departments,
  departmentSlugs,
  forms,
  provinces,
  readText,
  ROOT,
  services,
  workerTypes,
} from '../../support/diagrams/project-files.ts';

const READABLE_ID = /^[A-Z][A-Za-z]+_[A-Z]\w+$/;

const diagrams = await readDiagrams();
const decisions = await readDecisions();

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

/** What people see on the canvas: all but the gateways that only join, and the flows that need no word. */
const isShown = (element: Element): boolean => {
  if (element.$type === 'bpmn:SequenceFlow')
    return Boolean(
      element.name || element.conditionExpression || element.sourceRef?.default?.id === element.id,
    );
  const joins = element.$type.endsWith('Gateway') && (element.outgoing ?? []).length < 2;
  return !joins;
};

/** The groups of a user task; an expression is tried with every department that a decision can give. */
const candidateGroupsOf = (task: Element): string[] => {
  const groups = String(extension(task, 'AssignmentDefinition')?.['candidateGroups'] ?? '');
  if (!groups.startsWith('=')) return groups.split(',').map((group) => group.trim());
  return departmentsDecided().flatMap((department) => valueOf(groups, { department }) as string[]);
};

const departmentsDecided = (): string[] =>
  decisions.flatMap(({ rows }) =>
    rows.flatMap(({ outputs: { department } }) =>
      department === undefined
        ? []
        : provinces.map(({ code }) => String(valueOf(`=${department}`, { region: code }))),
    ),
  );

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

      it('passes bpmnlint with the rules of the engine', async () => {
        // given
        const resolver = new NodeResolver();
        const linter = new Linter({ resolver, config: JSON.parse(readText('.bpmnlintrc')) });

        // when
        const reports = await linter.lint(diagram.root);

        // then
        expect(reports).to.deep.equal({});
      });

      it('gives everything that is shown a Persian and an English name', () => {
        // when
        const nameless = [process, ...diagram.elements.filter(isShown)].filter(
          (element) =>
            !/[\u0600-\u06ff]/.test(element.name ?? '') || !/[a-z]/i.test(englishName(element) ?? ''),
        );

        // then
        expect(ids(nameless)).to.be.empty;
      });

      it('writes Persian with Persian letters', () => {
        expect(diagram.elements.filter(({ name }) => /[يك]/.test(name ?? ''))).to.be.empty;
      });

      it('has readable ids', () => {
        expect(ids([...diagram.elements, ...messages]).filter((id) => !READABLE_ID.test(id))).to.be.empty;
      });

      it('has only native user tasks, each with a known form and known groups', () => {
        for (const task of ofType(diagram, 'UserTask')) {
          expect(extensions(task, 'UserTask'), `${task.id} is native`).to.have.length(1);
          expect([...forms.keys()], `the form of ${task.id}`).to.include(formKeyOf(task));
          expect(candidateGroupsOf(task), `the groups of ${task.id}`).not.to.be.empty;
          expect(
            candidateGroupsOf(task).filter((group) => !departmentSlugs.has(group)),
            `the groups of ${task.id}`,
          ).to.be.empty;
        }
      });

      it('has a worker for every service task', () => {
        for (const task of ofType(diagram, 'ServiceTask', 'SendTask', 'ScriptTask'))
          expect(workerTypes(), task.id).to.include(jobTypeOf(task));
      });

      it('calls only decisions that exist', () => {
        for (const task of ofType(diagram, 'BusinessRuleTask'))
          expect(
            decisions.map(({ id }) => id),
            task.id,
          ).to.include(calledDecisionOf(task));
      });

      it('starts by the message of its process, and correlates every other', () => {
        // when
        const starting = ofType(diagram, 'StartEvent').flatMap(({ eventDefinitions = [] }) =>
          eventDefinitions.map(({ messageRef }) => messageRef?.name),
        );
        const waitedFor = messages.filter(({ name }) => !starting.includes(name));

        // then
        expect(starting).to.include(`request.${process.id}`);
        expect(ids(waitedFor.filter((message) => !extension(message, 'Subscription')?.['correlationKey']))).to
          .be.empty;
      });

      it('uses every message that it declares', () => {
        // when
        const used = diagram.elements.flatMap(({ eventDefinitions = [] }) =>
          eventDefinitions.map(({ messageRef }) => messageRef?.id),
        );

        // then
        expect(ids(messages).filter((id) => !used.includes(id))).to.be.empty;
      });

      it('gives every choice a way out', () => {
        // when
        const stuck = ofType(diagram, 'ExclusiveGateway').filter(
          (gateway) => (gateway.outgoing ?? []).length > 1 && !gateway.default,
        );

        // then
        expect(ids(stuck)).to.be.empty;
      });
    });
  }

  it('every worker is used by some diagram', () => {
    // when
    const used = everywhere('ServiceTask', 'SendTask', 'ScriptTask').map(jobTypeOf);

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

  it('every department that a decision can give exists', () => {
    expect(departmentsDecided().filter((slug) => !departmentSlugs.has(slug))).to.be.empty;
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

  it('the linter is configured for the version of the engine that runs', () => {
    // given
    const plugin = createRequire(`${ROOT}package.json`)('bpmnlint-plugin-camunda-compat') as {
      configs: Record<string, unknown>;
    };

    // then
    for (const { root, file } of diagrams) {
      const version = String(root['modeler:executionPlatformVersion'] ?? attributeOf(root)).split('.');
      const config = `camunda-cloud-${version[0]}-${version[1]}`;
      expect(plugin.configs, file).to.have.property(config);
      expect(readText('.bpmnlintrc'), file).to.include(`plugin:camunda-compat/${config}`);
    }
  });
});

function attributeOf(root: Element): unknown {
  return (root['$attrs'] as Record<string, unknown>)['modeler:executionPlatformVersion'];
}
