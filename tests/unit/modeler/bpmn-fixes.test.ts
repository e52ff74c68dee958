import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Element } from '#common/process-files/model/diagram.ts';
import { fixFor, readableId } from '#modeler-ui/bpmn/lint/fixes.ts';
import type { Problem } from '#modeler-ui/bpmn/lint/problems.ts';

const named = ($type: string, english: string): Element => ({
  $type,
  extensionElements: {
    values: [
      {
        $type: 'zeebe:Properties',
        properties: [{ $type: 'zeebe:Property', name: 'name.en', value: english }],
      },
    ],
  },
});

const nobody = () => false;

describe('fixes of problems in diagrams', () => {
  for (const [type, english, id] of [
    ['bpmn:UserTask', 'Inspect the defect', 'Task_InspectTheDefect'],
    ['bpmn:ExclusiveGateway', 'Is it dangerous?', 'Gateway_IsItDangerous'],
    ['bpmn:SubProcess', 'SLA step', 'Activity_SLAStep'],
  ] as const)
    it(`propose ${id} for “${english}”`, () => {
      expect(readableId(named(type, english), nobody)).to.equal(id);
    });

  it('count up where an id is taken', () => {
    expect(readableId(named('bpmn:Task', 'Look'), (id) => id === 'Task_Look')).to.equal('Task_Look2');
  });

  it('propose nothing for an element without an English name', () => {
    expect(readableId({ $type: 'bpmn:Task' }, nobody)).to.equal(undefined);
  });

  it('name a flow after where it goes', () => {
    // given
    const flow: Element = { $type: 'bpmn:SequenceFlow', targetRef: { $type: 'bpmn:Task', id: 'Task_Look' } };

    // then
    expect(readableId(flow, nobody)).to.equal('Flow_ToLook');
  });

  it('make the one flow without a condition the default of its gateway', () => {
    // given
    const bare: Element = { $type: 'bpmn:SequenceFlow', id: 'Flow_ToEnd' };
    const gateway: Element = {
      $type: 'bpmn:ExclusiveGateway',
      outgoing: [bare, { $type: 'bpmn:SequenceFlow', conditionExpression: { body: '=a' } }],
    };
    const changes: unknown[] = [];
    const services: Record<string, unknown> = {
      elementRegistry: { get: (id: string) => ({ id, businessObject: gateway }) },
      modeling: { updateProperties: (_element: unknown, change: unknown) => changes.push(change) },
    };
    const problem: Problem = {
      rule: 'conditional-flows',
      elementId: 'Gateway_Way',
      category: 'error',
      message: { fa: '', en: '' },
    };

    // when
    const fix = fixFor(problem, <T>(name: string) => services[name] as T);
    if (fix?.kind === 'apply') fix.apply();

    // then
    expect(changes).to.deep.equal([{ default: bare }]);
  });
});
