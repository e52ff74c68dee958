import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Variables } from '#engine/core/model.ts';
import {
  flowsOf,
  inputsOf,
  type Walk,
  walk,
  type WalkEvent,
  type WorkerAnswers,
} from '#tests/support/diagrams/diagram-walk.ts';

const START: Variables = {
  requestId: '6f1c9f3e-0000-4000-8000-000000000001',
  service: 'road-damage',
  department: 'rmto',
  region: 'tehran',
  channel: 'web',
  priority: 'normal',
  keywords: [],
  answers: {},
  feedbackWindow: 'P15D',
  replyWindow: 'P10D',
  appealWindow: 'P30D',
  mostReopenings: 2,
};

const handle = (variables: Variables): WalkEvent => ({ at: 'Task_HandleRequest', variables });
const ANSWER = handle({ decision: 'answer' });
const CONFIRMED: WalkEvent = { at: 'Task_AwaitFeedback', variables: { feedback: 'confirmed' } };
const REOPENED: WalkEvent = { at: 'Task_AwaitFeedback', variables: { feedback: 'reopened' } };
const triage = (variables: Variables): WalkEvent => ({ at: 'Task_Triage', variables });
const WITHDREW: WalkEvent = { message: 'citizen-withdrew' };

const SLA_STEP: WalkEvent = {
  message: 'sla-step',
  variables: { slaStep: 'warn', slaTarget: 'resolve', slaMode: 'notify', slaStepId: '7' },
};

/** A confirmed answer is final at once. */
const FINAL: WorkerAnswers = { 'shared.close-request': [{ closed: true, final: true }] };

describe('citizen-request.bpmn, walked', () => {
  const taken = new Set<string>();

  const run = async (
    happenings: WalkEvent[],
    start: Variables = {},
    answers: WorkerAnswers = {},
  ): Promise<Walk> => {
    const walked = await walk('citizen-request', { ...START, ...start }, happenings, {
      ...FINAL,
      ...answers,
    });
    walked.flows.forEach((flow) => taken.add(flow));
    return walked;
  };

  const routings = (walked: Walk): Variables[] => inputsOf(walked, 'shared.record-routing');

  it('gives a certain request to its department without triage, and ends when it is confirmed', async () => {
    // when
    const walked = await run([ANSWER, CONFIRMED]);

    // then
    expect(walked.path).not.to.include('Task_Triage');
    expect(walked.jobs.map(({ type }) => type)).to.deep.equal([
      'shared.record-routing',
      'shared.deliver-answer',
      'shared.close-request',
    ]);
    expect(routings(walked)[0]).to.include({
      department: 'rmto-tehran',
      priority: 'normal',
      rule: 'provincial-road',
      decided: true,
    });
  });

  it('lets people route what the table is not sure of', async () => {
    // when
    const walked = await run([triage({ department: 'rmto-qom', priority: 'high' }), ANSWER, CONFIRMED], {
      region: null,
    });

    // then
    expect(inputsOf(walked, 'shared.report-undecided')).to.be.empty;
    expect(routings(walked)).to.have.length(1);
    expect(routings(walked)[0]).to.include({ department: 'rmto-qom', priority: 'high', rule: 'triage' });
  });

  it('raises an alert and goes to triage when no row decides', async () => {
    // when
    const walked = await run(
      [triage({ department: 'rmto-qom', priority: 'normal' }), ANSWER, CONFIRMED],
      { service: 'something-else' },
      { 'shared.record-routing': [{ routed: false }, { routed: true }] },
    );

    // then
    expect(routings(walked)[0]).to.include({ department: 'rmto', rule: 'undecided', decided: false });
    expect(inputsOf(walked, 'shared.report-undecided')).to.deep.equal([
      { requestId: START['requestId'], rule: 'undecided' },
    ]);
    expect(routings(walked)[1]).to.include({ department: 'rmto-qom', rule: 'triage', decided: true });
  });

  it('does the same when the department does not exist, also one that people named', async () => {
    // when
    const walked = await run(
      [
        triage({ department: 'nowhere', priority: 'normal' }),
        triage({ department: 'rmto-qom', priority: 'normal' }),
        ANSWER,
        CONFIRMED,
      ],
      { region: 'atlantis' },
      { 'shared.record-routing': [{ routed: false }, { routed: false }, { routed: true }] },
    );

    // then
    expect(routings(walked).map(({ department }) => department)).to.deep.equal([
      'rmto-atlantis',
      'nowhere',
      'rmto-qom',
    ]);
    expect(inputsOf(walked, 'shared.report-undecided').map(({ rule }) => rule)).to.deep.equal([
      'provincial-road',
      'triage',
    ]);
  });

  it('has a critical request acted upon at once', async () => {
    // when
    const walked = await run([{ at: 'Task_ActAtOnce' }, ANSWER, CONFIRMED], { keywords: ['danger-to-life'] });

    // then
    expect(routings(walked)[0]).to.include({ priority: 'critical', rule: 'danger-to-life-on-road' });
    expect(walked.path.indexOf('Task_ActAtOnce')).to.be.below(walked.path.indexOf('Task_HandleRequest'));
  });

  it('calls a transfer and goes on with who has it then', async () => {
    // when
    const walked = await run([
      handle({ decision: 'transfer', transferTo: 'railways' }),
      { at: 'Task_AcceptTransfer', variables: { decision: 'accept' } },
      ANSWER,
      CONFIRMED,
    ]);

    // then
    expect(inputsOf(walked, 'shared.offer-transfer')[0]).to.include({ transferTo: 'railways' });
    expect(walked.variables['department']).to.equal('railways');
  });

  it('offers a transfer that names nobody to the contact centre', async () => {
    // when
    const walked = await run([
      handle({ decision: 'transfer', transferTo: null }),
      { at: 'Task_AcceptTransfer', variables: { decision: 'decline' } },
      { at: 'Task_DecideTransfer', variables: { assignTo: 'rmto-tehran' } },
      ANSWER,
      CONFIRMED,
    ]);

    // then
    expect(inputsOf(walked, 'shared.offer-transfer')[0]).to.include({ transferTo: 'contact-centre' });
    expect(walked.variables['department']).to.equal('rmto-tehran');
  });

  it('asks the citizen and goes on in the same department', async () => {
    // when
    const walked = await run([
      handle({ decision: 'ask-citizen' }),
      { at: 'Task_AwaitReply' },
      ANSWER,
      CONFIRMED,
    ]);

    // then
    expect(walked.variables).to.include({ reply: 'received', department: 'rmto-tehran' });
  });

  it('works on what is reopened where the worker says, and counts', async () => {
    // when
    const walked = await run(
      [ANSWER, REOPENED, ANSWER, REOPENED, ANSWER, CONFIRMED],
      {},
      {
        'shared.reopen-work': [
          { department: 'rmto-tehran', reopenings: 1 },
          { department: 'rmto', reopenings: 2 },
        ],
      },
    );

    // then
    expect(inputsOf(walked, 'shared.deliver-answer')).to.have.length(3);
    expect(walked.variables).to.include({ department: 'rmto', reopenings: 2 });
  });

  it('takes a decision that it does not know for an answer', async () => {
    for (const decision of ['something', null, 7]) {
      // when
      const walked = await run([handle({ decision }), CONFIRMED]);

      // then
      expect(walked.path).to.include('Task_DeliverAnswer');
    }
  });

  it('stops when the citizen withdraws, wherever it is', async () => {
    const places: [string, WalkEvent[], Variables][] = [
      ['triage', [], { region: null }],
      ['the emergency', [], { priority: 'critical' }],
      ['the work', [], {}],
      ['the question', [handle({ decision: 'ask-citizen' })], {}],
      ['the transfer', [handle({ decision: 'transfer', transferTo: 'railways' })], {}],
      [
        'the decision on a transfer',
        [
          handle({ decision: 'transfer', transferTo: 'railways' }),
          { at: 'Task_AcceptTransfer', variables: { decision: 'decline' } },
        ],
        {},
      ],
      ['the wait for feedback', [ANSWER], {}],
    ];
    for (const [place, before, start] of places) {
      // when
      const walked = await run([...before, WITHDREW], start);

      // then
      expect(walked.jobs.at(-1), place).to.deep.equal({
        type: 'shared.record-withdrawal',
        input: { requestId: START['requestId'] },
      });
      expect(walked.path.at(-1), place).to.equal('EndEvent_RequestWithdrawn');
    }
  });

  it('escalates beside the work, as often as it is told, and goes on where it was', async () => {
    // when
    const walked = await run([SLA_STEP, SLA_STEP, ANSWER, SLA_STEP, CONFIRMED]);

    // then
    expect(walked.path.filter((id) => id === 'Activity_Escalate')).to.have.length(3);
    expect(walked.path.at(-1)).to.equal('EndEvent_RequestClosed');
    expect(walked.variables).not.to.have.any.keys('slaStep', 'slaMode');
  });

  it('has walked every flow of the diagram', async () => {
    expect([...taken].sort()).to.deep.equal(await flowsOf('citizen-request'));
  });
});
