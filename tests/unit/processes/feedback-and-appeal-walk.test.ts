import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  flowsOf,
  inputsOf,
  walk,
  type WalkEvent,
  type WorkerAnswers,
} from '#tests/support/diagrams/diagram-walk.ts';

const START = {
  requestId: '6f1c9f3e-0000-4000-8000-000000000001',
  department: 'rmto-tehran',
  feedbackWindow: 'P15D',
  appealWindow: 'P30D',
  reopenings: 0,
  mostReopenings: 2,
};

const feedback = (value: unknown): WalkEvent => ({
  at: 'Task_AwaitFeedback',
  variables: { feedback: value },
});
const FEEDBACK_LATE: WalkEvent = { at: 'Event_FeedbackTimeRanOut' };
const APPEALED: WalkEvent = { at: 'Task_AwaitAppeal' };
const APPEAL_LATE: WalkEvent = { at: 'Event_AppealTimeRanOut' };
const DECIDED: WalkEvent = { at: 'Task_DecideAppeal', variables: { appeal: 'upheld' } };

const FILED: WorkerAnswers = { 'shared.file-appeal': [{ appealDepartment: 'rmto' }] };

describe('feedback-and-appeal.bpmn, walked', () => {
  const taken = new Set<string>();

  const run = async (happenings: WalkEvent[], answers: WorkerAnswers = {}, start: object = {}) => {
    const walked = await walk('feedback-and-appeal', { ...START, ...start }, happenings, answers);
    walked.flows.forEach((flow) => taken.add(flow));
    return walked;
  };

  const reasonOf = (walked: Awaited<ReturnType<typeof run>>): unknown =>
    inputsOf(walked, 'shared.close-request').at(-1)?.['reason'];

  it('closes with what the citizen said, and is final when no appeal comes', async () => {
    for (const said of ['confirmed', 'unsatisfied']) {
      // when
      const walked = await run([feedback(said), APPEAL_LATE]);

      // then
      expect(reasonOf(walked)).to.equal(said);
      expect(inputsOf(walked, 'shared.finish-case')).to.deep.equal([
        { requestId: START.requestId, final: null },
      ]);
      expect(walked.variables).to.include({ result: 'final', department: 'rmto-tehran', reopenings: 0 });
    }
  });

  it('ends at once when the close is final', async () => {
    // when
    const walked = await run([feedback('confirmed')], {
      'shared.close-request': [{ closed: true, final: true }],
    });

    // then
    expect(inputsOf(walked, 'shared.finish-case')).to.be.empty;
    expect(walked.path.at(-1)).to.equal('EndEvent_AnswerConfirmed');
    expect(walked.variables).to.include({ result: 'final' });
  });

  it('closes when nothing is said, and when what is said is unknown', async () => {
    for (const happening of [FEEDBACK_LATE, feedback('something'), feedback(null), feedback(7)]) {
      // when
      const walked = await run([happening, APPEAL_LATE]);

      // then
      expect(reasonOf(walked)).to.equal('time-out');
    }
  });

  it('reopens below the limit, where the worker says', async () => {
    // when
    const walked = await run(
      [feedback('reopened')],
      {
        'shared.reopen-work': [{ department: 'rmto', reopenings: 2 }],
      },
      { reopenings: 1 },
    );

    // then
    expect(inputsOf(walked, 'shared.close-request')).to.be.empty;
    expect(walked.variables).to.include({ result: 'reopened', department: 'rmto', reopenings: 2 });
  });

  it('closes at the limit', async () => {
    // when
    const walked = await run([feedback('reopened'), APPEAL_LATE], {}, { reopenings: 2 });

    // then
    expect(inputsOf(walked, 'shared.reopen-work')).to.be.empty;
    expect(reasonOf(walked)).to.equal('reopening-limit');
  });

  it('takes feedback that came in the moment in which its time ran out', async () => {
    // when
    const walked = await run([FEEDBACK_LATE, feedback('reopened')], {
      'shared.close-request': [{ closed: false }],
      'shared.reopen-work': [{ department: 'rmto-tehran', reopenings: 1 }],
    });

    // then
    expect(walked.variables).to.include({ result: 'reopened', reopenings: 1 });
  });

  it('goes on at the senior office when the appeal is upheld', async () => {
    // when
    const walked = await run([FEEDBACK_LATE, APPEALED, DECIDED], {
      ...FILED,
      'shared.decide-appeal': [{ appeal: 'upheld', department: 'rmto' }],
    });

    // then
    expect(inputsOf(walked, 'shared.finish-case')).to.be.empty;
    expect(walked.variables).to.include({ result: 'reopened', department: 'rmto', reopenings: 0 });
  });

  it('is final when the appeal is rejected', async () => {
    // when
    const walked = await run([FEEDBACK_LATE, APPEALED, DECIDED], {
      ...FILED,
      'shared.decide-appeal': [{ appeal: 'rejected', department: 'rmto-tehran' }],
    });

    // then
    expect(inputsOf(walked, 'shared.finish-case')).to.have.length(1);
    expect(walked.variables).to.include({ result: 'final', department: 'rmto-tehran' });
  });

  it('lets the contact centre decide an appeal above which nobody stands', async () => {
    // when
    const walked = await run([FEEDBACK_LATE, APPEALED, DECIDED], {
      'shared.decide-appeal': [{ appeal: 'rejected' }],
    });

    // then
    expect(walked.variables).to.include({ appealDepartment: 'contact-centre' });
  });

  it('takes an appeal that came in the moment in which its time ran out', async () => {
    // when
    const walked = await run([FEEDBACK_LATE, APPEAL_LATE, APPEALED, DECIDED], {
      ...FILED,
      'shared.finish-case': [{ final: false }],
      'shared.decide-appeal': [{ appeal: 'upheld', department: 'rmto' }],
    });

    // then
    expect(walked.variables).to.include({ result: 'reopened', department: 'rmto' });
  });

  it('has walked every flow of the diagram', async () => {
    expect([...taken].sort()).to.deep.equal(await flowsOf('feedback-and-appeal'));
  });
});
