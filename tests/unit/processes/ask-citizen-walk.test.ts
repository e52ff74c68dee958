import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  flowsOf,
  inputsOf,
  walk,
  type WalkEvent,
  type WorkerAnswers,
} from '#tests/support/diagrams/diagram-walk.ts';

const START = { requestId: '6f1c9f3e-0000-4000-8000-000000000001', replyWindow: 'P10D' };

const REPLIED: WalkEvent = { at: 'Task_AwaitReply' };
const REMIND: WalkEvent = { at: 'Event_TimeToRemind' };
const TIME_OUT: WalkEvent = { at: 'Event_ReplyTimeRanOut' };

describe('ask-citizen.bpmn, walked', () => {
  const taken = new Set<string>();

  const run = async (happenings: WalkEvent[], answers: WorkerAnswers = {}) => {
    const walked = await walk('ask-citizen', START, happenings, answers);
    walked.flows.forEach((flow) => taken.add(flow));
    return walked;
  };

  it('goes on with the reply', async () => {
    // when
    const walked = await run([REPLIED]);

    // then
    expect(inputsOf(walked, 'shared.ask-citizen')).to.deep.equal([START]);
    expect(inputsOf(walked, 'shared.resume-work')).to.deep.equal([
      { requestId: START.requestId, reason: 'citizen-replied', resumed: null },
    ]);
    expect(walked.variables['reply']).to.equal('received');
  });

  it('reminds twice before it goes on without the reply', async () => {
    // when
    const walked = await run([REMIND, REMIND, TIME_OUT]);

    // then
    expect(inputsOf(walked, 'shared.remind-citizen')).to.deep.equal(
      Array(2).fill({ requestId: START.requestId }),
    );
    expect(inputsOf(walked, 'shared.resume-work').map(({ reason }) => reason)).to.deep.equal([
      'reply-time-out',
    ]);
    expect(walked.variables['reply']).to.equal('time-out');
  });

  it('does not remind a third time', async () => {
    // when
    const third = run([REMIND, REMIND, REMIND]);

    // then
    expect(await third.catch((error: Error) => error.message)).to.match(
      /nothing waits at Event_TimeToRemind/,
    );
  });

  it('takes a reply that came in the moment in which the time ran out', async () => {
    // when
    const walked = await run([TIME_OUT, REPLIED], { 'shared.resume-work': [{ resumed: false }, {}] });

    // then
    expect(inputsOf(walked, 'shared.resume-work').map(({ reason }) => reason)).to.deep.equal([
      'reply-time-out',
      'citizen-replied',
    ]);
    expect(walked.variables['reply']).to.equal('received');
  });

  it('has walked every flow of the diagram', async () => {
    expect([...taken].sort()).to.deep.equal(await flowsOf('ask-citizen'));
  });
});
