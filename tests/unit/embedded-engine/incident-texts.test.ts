import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  callActivity,
  catchMessage,
  catchTimer,
  end,
  gateway,
  input,
  message,
  multiInstance,
  serviceTask,
  start,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

/** What a citizen wrote, by which analysts who look after processes must not come. */
const PRIVATE = 'سارا-Ahmadi';
const FAR_TOO_LONG = PRIVATE.repeat(5_000);

const extended = (kind: string, inside: string): string =>
  `<bpmn:${kind} id="Work"><bpmn:extensionElements>${inside}</bpmn:extensionElements></bpmn:${kind}>`;
const job = (type: string, retries = '3') =>
  extended('serviceTask', `<zeebe:taskDefinition type="${type}" retries="${retries}" />`);
const task = (inside: string) => extended('userTask', `<zeebe:userTask />${inside}`);
const timed = (kind: string) =>
  catchTimer('Work', 'X').replace(
    /<bpmn:timeDuration([^>]*)>X<\/bpmn:timeDuration>/,
    `<bpmn:${kind}$1>=name</bpmn:${kind}>`,
  );
const decision = (id: string) =>
  extended('businessRuleTask', `<zeebe:calledDecision decisionId="${id}" resultVariable="r" />`);

const WAYS: Record<string, { work: string; more?: string[]; roots?: string }> = {
  'a due date': { work: task('<zeebe:taskSchedule dueDate="=name" />') },
  'a due date in a list': { work: task('<zeebe:taskSchedule dueDate="=[name]" />') },
  'a follow-up date': { work: task('<zeebe:taskSchedule followUpDate="=name" />') },
  'an assignee': { work: task('<zeebe:assignmentDefinition assignee="=[name]" />') },
  groups: { work: task('<zeebe:assignmentDefinition candidateGroups="=name" />') },
  'a duration': { work: timed('timeDuration') },
  'a date': { work: timed('timeDate') },
  'a cycle': {
    work: serviceTask('Work', 'work'),
    more: [
      `<bpmn:boundaryEvent id="Remind" attachedToRef="Work" cancelActivity="false"><bpmn:timerEventDefinition id="T"><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">=name</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>`,
    ],
  },
  'a called process': { work: callActivity('Work', '=name') },
  'a decision': { work: decision('=name') },
  'the type of a job': { work: job('=long') },
  'the retries of a job': { work: job('work', '=name') },
  'a correlation key': { work: catchMessage('Work', 'M'), roots: message('M', 'm', '=long') },
  'a list to go through': {
    work: multiInstance(userTask('Work'), 'inputCollection="=name" inputElement="one"'),
  },
  'an input that cannot be evaluated': {
    work: serviceTask('Work', 'work', { io: input('=for i in 1..name return i', 'x') }),
  },
  'a condition': {
    work: gateway('Work', 'exclusive'),
    more: [
      `<bpmn:sequenceFlow id="F" sourceRef="Work" targetRef="End"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=name</bpmn:conditionExpression></bpmn:sequenceFlow>`,
    ],
  },
};

describe('the text of an incident', () => {
  for (const [what, { work, more = [], roots = '' }] of Object.entries(WAYS))
    it(`names no value that a variable gives for ${what}`, async () => {
      // given
      const flows = ['Start -> Work', ...(work.includes('Gateway') ? [] : ['Work -> End'])];
      const engine = await inMemoryEngine([
        aDiagram('p', [start(), work, ...more, end()].join(''), flows, roots),
      ]);

      // when
      engine.create('p', { name: PRIVATE, long: FAR_TOO_LONG });

      // then
      const texts = engine.events('INCIDENT', 'CREATED').map(({ value }) => String(value['errorMessage']));
      expect(texts).to.have.length(1);
      expect(texts[0]).not.to.include(PRIVATE);
    });
});
