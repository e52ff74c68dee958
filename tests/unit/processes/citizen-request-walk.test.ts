import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readDiagram } from '../../support/diagrams/diagrams.ts';
import { walk, type Happening, type Walk } from '../../support/diagrams/diagram-walk.ts';
import type { Variables } from '../../support/diagrams/feel.ts';

const START: Variables = {
  requestId: '6f1c9f3e-0000-4000-8000-000000000001',
  service: 'road-safety-signs',
  region: 'tehran',
  channel: 'web',
  priority: 'normal',
  feedbackWindow: 'P15D',
  replyWindow: 'P10D',
};

const ANSWER: Happening = { at: 'Task_HandleRequest', variables: { decision: 'answer' } };
const ASK: Happening = { at: 'Task_HandleRequest', variables: { decision: 'ask-citizen' } };
const REPLIED: Happening = { at: 'Event_CitizenReplied' };
const REPLY_LATE: Happening = { at: 'Event_ReplyTimeRanOut' };
const FEEDBACK_LATE: Happening = { at: 'Event_FeedbackTimeRanOut' };
const feedback = (value: unknown): Happening => ({
  at: 'Event_FeedbackReceived',
  variables: { feedback: value },
});
const transferTo = (department: unknown): Happening => ({
  at: 'Task_HandleRequest',
  variables: { decision: 'transfer', transferTo: department },
});
const triage = (variables: Variables): Happening => ({ at: 'Task_Triage', variables });

describe('citizen-request.bpmn, walked', () => {
  const taken = new Set<string>();

  const run = async (happenings: Happening[], start: Variables = START): Promise<Walk> => {
    const walked = await walk('citizen-request', start, happenings);
    walked.flows.forEach((flow) => taken.add(flow));
    return walked;
  };

  const closing = ({ jobs }: Walk): unknown => jobs.at(-1)?.input['reason'];
  const inputs = ({ jobs }: Walk, type: string): Variables[] =>
    jobs.filter((job) => job.type === type).map(({ input }) => input);

  it('gives a certain request to its department without triage and closes it when confirmed', async () => {
    // when
    const walked = await run([ANSWER, feedback('confirmed')]);

    // then
    expect(walked.path).not.to.include('Task_Triage');
    expect(walked.jobs.map(({ type }) => type)).to.deep.equal([
      'shared.record-routing',
      'shared.deliver-answer',
      'shared.close-request',
    ]);
    expect(inputs(walked, 'shared.record-routing')).to.deep.equal([
      {
        requestId: START['requestId'],
        department: 'rmto-tehran',
        priority: 'normal',
        rule: 'provincial-road',
      },
    ]);
    expect(closing(walked)).to.equal('confirmed');
  });

  it('lets people route what the table cannot', async () => {
    // when
    const walked = await run([triage({ department: 'rmto-qom', priority: 'high' }), ANSWER, FEEDBACK_LATE], {
      ...START,
      region: null,
    });

    // then
    expect(inputs(walked, 'shared.record-routing')).to.deep.equal([
      { requestId: START['requestId'], department: 'rmto-qom', priority: 'high', rule: 'triage' },
    ]);
  });

  it('records a transfer and brings the task to the receiving department', async () => {
    // when
    const walked = await run([transferTo('railways'), ANSWER, FEEDBACK_LATE]);

    // then
    expect(inputs(walked, 'shared.record-routing').at(-1)).to.include({
      department: 'railways',
      rule: 'transfer',
    });
    expect(walked.variables['department']).to.equal('railways');
  });

  it('keeps the department when a transfer names none', async () => {
    // when
    const walked = await run([transferTo(null), ANSWER, FEEDBACK_LATE]);

    // then
    expect(walked.variables['department']).to.equal('rmto-tehran');
  });

  it('asks the citizen, and says each time whether the reply came', async () => {
    // when
    const walked = await run([ASK, REPLIED, ASK, REPLY_LATE, ANSWER, FEEDBACK_LATE]);

    // then
    expect(inputs(walked, 'shared.ask-citizen')).to.deep.equal(
      Array(2).fill({ requestId: START['requestId'], replyWindow: 'P10D' }),
    );
    expect(inputs(walked, 'shared.resume-work').map(({ reason }) => reason)).to.deep.equal([
      'citizen-replied',
      'reply-time-out',
    ]);
  });

  it('reopens once, and closes the second time', async () => {
    // when
    const walked = await run([ANSWER, feedback('reopened'), ANSWER, feedback('reopened')]);

    // then
    expect(inputs(walked, 'shared.reopen-work')).to.deep.equal([{ requestId: START['requestId'] }]);
    expect(closing(walked)).to.equal('reopening-limit');
  });

  it('forgets the first feedback when the time for the second runs out', async () => {
    // when
    const walked = await run([ANSWER, feedback('reopened'), ANSWER, FEEDBACK_LATE]);

    // then
    expect(closing(walked)).to.equal('time-out');
  });

  it('closes on feedback that it does not know', async () => {
    for (const value of ['something', '', null, 7, true]) {
      // when
      const walked = await run([ANSWER, feedback(value)]);

      // then
      expect(walked.path.at(-1)).to.equal('EndEvent_RequestClosed');
    }
  });

  it('takes a decision that it does not know for an answer', async () => {
    for (const decision of ['something', null, 7]) {
      // when
      const walked = await run([{ at: 'Task_HandleRequest', variables: { decision } }, FEEDBACK_LATE]);

      // then
      expect(walked.path).to.include('Task_DeliverAnswer');
    }
  });

  it('has walked every flow of the diagram', async () => {
    // when
    const { elements } = await readDiagram('processes/citizen-request/citizen-request.bpmn');
    const all = elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow').map(({ id }) => id);

    // then
    expect([...taken].sort()).to.deep.equal(all.sort());
  });
});
