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
  transferTo: 'railways',
};

const accept = (decision: unknown): WalkEvent => ({ at: 'Task_AcceptTransfer', variables: { decision } });
const assign = (assignTo: unknown): WalkEvent => ({ at: 'Task_DecideTransfer', variables: { assignTo } });
const TIME_OUT: WalkEvent = { at: 'Event_AcceptTimeRanOut' };

describe('transfer.bpmn, walked', () => {
  const taken = new Set<string>();

  const run = async (happenings: WalkEvent[], answers: WorkerAnswers = {}) => {
    const walked = await walk('transfer', START, happenings, answers);
    walked.flows.forEach((flow) => taken.add(flow));
    return walked;
  };

  it('gives the request to the department that accepts it', async () => {
    // when
    const walked = await run([accept('accept')]);

    // then
    expect(walked.jobs).to.deep.equal([
      {
        type: 'shared.offer-transfer',
        input: { requestId: START.requestId, transferTo: 'railways', offered: null },
      },
      {
        type: 'shared.record-routing',
        input: { requestId: START.requestId, department: 'railways', rule: 'transfer', routed: null },
      },
    ]);
    expect(walked.variables).to.include({ department: 'railways', accepted: true });
  });

  it('lets the contact centre decide when the department declines, proposes another or is not heard of', async () => {
    for (const refusal of [accept('decline'), accept('propose'), accept(null), TIME_OUT]) {
      // when
      const walked = await run([refusal, assign('ports-maritime')]);

      // then
      expect(inputsOf(walked, 'shared.record-routing')).to.deep.equal([
        { requestId: START.requestId, department: 'ports-maritime', rule: 'transfer-decided', routed: null },
      ]);
      expect(walked.variables).to.include({ department: 'ports-maritime', accepted: true });
    }
  });

  it('lets the contact centre send it back, or to nobody else', async () => {
    for (const department of ['rmto-tehran', null]) {
      // when
      const walked = await run([accept('decline'), assign(department)]);

      // then
      expect(inputsOf(walked, 'shared.decline-transfer')).to.deep.equal([{ requestId: START.requestId }]);
      expect(inputsOf(walked, 'shared.record-routing')).to.be.empty;
      expect(walked.variables).to.include({ department: 'rmto-tehran', accepted: false });
    }
  });

  it('offers to the contact centre what was meant for a department that does not exist', async () => {
    // when
    const walked = await run([accept('decline'), assign('railways')], {
      'shared.offer-transfer': [{ offered: false }],
    });

    // then
    expect(walked.variables).to.include({ department: 'railways', accepted: true });
  });

  it('returns to the department before when the one decided for does not exist', async () => {
    // when
    const walked = await run([accept('decline'), assign('no-such-department')], {
      'shared.record-routing': [{ routed: false }],
    });

    // then
    expect(inputsOf(walked, 'shared.decline-transfer')).to.have.length(1);
    expect(walked.variables).to.include({ department: 'rmto-tehran', accepted: false });
  });

  it('has walked every flow of the diagram', async () => {
    expect([...taken].sort()).to.deep.equal(await flowsOf('transfer'));
  });
});
