import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { engineClock } from '#tests/support/engine/clock.ts';
import { sendSlaReminder } from '#tests/support/fixtures/sla-reminder.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { type ApiResponse, DECISIONS } from '#tests/support/people/people-client.ts';
import { eventually } from '#tests/support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const TEHRAN_2 = 'caseworker.rmto-tehran-2';
const HEAD = 'supervisor.rmto-tehran';
const LEGAL = 'deputy.ministry';
const TRIAGE = 'caseworker.triage';
const RAILWAYS = 'caseworker.railways';

const REVIEW = 'Task_ReviewComplaint';
const AWAIT = 'Task_AwaitCarrier';
const DECIDE = 'Task_Decide';
const CHECK = 'Task_CheckDecision';

const DAY_MS = 86_400_000;

const ASK_CARRIER = {
  decision: 'ask-carrier',
  carrier: 'تعاونی مسافربری نمونه',
  carrierDays: 10,
  carrierQuestion: 'علت دو ساعت تأخیر چه بود؟',
};
const LEGAL_OPINION = { opinion: 'تأخیر برابر مقررات تخلف است.', basis: 'ماده ۳۱ آیین‌نامه حمل‌ونقل' };
const TECHNICAL_OPINION = { opinion: 'ساعت حرکت در سامانه ثبت است.' };
const HELD = { hearing: 'held', minutes: 'نماینده شرکت تأخیر را پذیرفت.' };
const ADJOURNED = { hearing: 'adjourned', explanation: 'نماینده شرکت نیامد.' };
const RULING = { decision: 'answer', outcome: 'resolved', text: 'حق با شماست.' };
const NO_MEASURE = { ...RULING, measure: 'none' };
const SUSPENSION = { ...RULING, measure: 'suspension' };
const WARNING = { ...RULING, measure: 'warning' };
const CONFIRMED = { check: 'confirm' };
const TAKEN_BACK = { check: 'take-back', explanation: 'تعلیق با این تخلف تناسب ندارد.' };
const AT_ONCE = { decision: 'answer', outcome: 'not-admissible', text: 'این سفر در وظایف ما نیست.' };

describe('transport-complaint', function () {
  this.timeout(120_000);
  const harness = useEngineHarness();

  const file = (): Promise<FiledRequest> =>
    harness.file({ service: 'public-transport-complaint', answers: { operator: 'تعاونی نمونه' } });

  const fileUnchecked = (columns: object, variables: object = {}): Promise<FiledRequest> =>
    harness.fileUnchecked({
      columns: { service: 'road-safety-signs', process_key: 'transport-complaint', ...columns },
      variables: { ...variables },
    });

  const carrierAsked = async (request?: FiledRequest): Promise<FiledRequest> => {
    const asked = request ?? (await file());
    await harness.claimAndComplete(asked, REVIEW, TEHRAN, ASK_CARRIER);
    await harness.waitUntilAt(asked, AWAIT);
    return asked;
  };

  const reply = ({ id }: FiledRequest, position: string): Promise<ApiResponse> =>
    harness.people.call(
      'POST',
      `/requests/${id}/outside-reply`,
      { position, text: 'راننده در ترافیک مانده بود.', reference: '۱۲/۳۴۵' },
      { as: TEHRAN },
    );

  const replied = async (position: string): Promise<FiledRequest> => {
    const request = await carrierAsked();
    const { status, body } = await reply(request, position);
    expect(status, JSON.stringify(body)).to.equal(200);
    return request;
  };

  const opinionsGiven = async (request: FiledRequest): Promise<void> => {
    await harness.claimAndComplete(request, 'Task_LegalOpinion', LEGAL, LEGAL_OPINION);
    await harness.claimAndComplete(request, 'Task_TechnicalOpinion', TEHRAN, TECHNICAL_OPINION);
  };

  const hearingSet = async (request: FiledRequest, inDays: number): Promise<void> => {
    const hearingAt = new Date(engineClock.now().getTime() + inDays * DAY_MS).toISOString();
    const hearing = { hearingAt, venue: 'اداره کل راهداری', invited: 'شاکی و شرکت' };
    await harness.claimAndComplete(request, 'Task_SetHearing', TEHRAN, hearing);
    await harness.waitUntilAt(request, 'Event_HearingDay');
  };

  const undisputed = async (): Promise<FiledRequest> => {
    const request = await replied('accepts');
    await opinionsGiven(request);
    return request;
  };

  const decided = async (ruling: object): Promise<FiledRequest> => {
    const request = await undisputed();
    await harness.claimAndComplete(request, DECIDE, TEHRAN, ruling);
    await harness.waitUntilAt(request, CHECK);
    return request;
  };

  const answered = async (request: FiledRequest): Promise<void> => {
    await harness.claimAndComplete(request, CHECK, HEAD, CONFIRMED);
    await harness.waitUntilAt(request, 'Task_AwaitFeedback');
  };

  const measures = async ({ id }: FiledRequest): Promise<string[]> => {
    const rows = await harness.database.db('carrier_measures').where({ request_id: id }).orderBy('id');
    return rows.map(({ measure, state }) => `${measure}: ${state}`);
  };

  const letters = ({ id }: FiledRequest): Promise<string[]> =>
    harness.database.db('outside_letters').where({ request_id: id }).orderBy('id').pluck('kind');

  it('asks the carrier, hears two departments, decides and answers', async () => {
    // given
    const request = await carrierAsked();
    const waiting = await harness.waitForStatus(request, 'waiting-body');

    // when
    await reply(request, 'accepts');
    await opinionsGiven(request);
    await harness.claimAndComplete(request, DECIDE, TEHRAN, NO_MEASURE);
    await answered(request);
    await harness.confirm(request);

    // then
    await harness.waitUntilEnded(request);
    expect(waiting.status).to.equal('waiting-body');
    expect(await letters(request)).to.deep.equal(['query', 'reply']);
    expect(await measures(request)).to.deep.equal([]);
    expect(await harness.waitForStatus(request, 'closed')).to.include({
      answer: RULING.text,
      outcome: 'resolved',
    });
  });

  it('decides only when both opinions are there', async () => {
    // given
    const request = await replied('no-comment');

    // when
    await harness.claimAndComplete(request, 'Task_TechnicalOpinion', TEHRAN, TECHNICAL_OPINION);
    await harness.waitUntilIdle(request);
    const between = await harness.openTasks(request);
    await harness.claimAndComplete(request, 'Task_LegalOpinion', LEGAL, LEGAL_OPINION);

    // then
    expect(between).to.deep.equal(['Task_LegalOpinion']);
    await harness.waitUntilAt(request, DECIDE);
  });

  it('takes one reply a letter', async () => {
    // given
    const request = await replied('accepts');

    // when
    const { status, body } = await reply(request, 'disputes');

    // then
    expect([status, body.code]).to.deep.equal([409, 'step-not-legal']);
  });

  it('reminds a silent carrier, goes on without it, and keeps a reply that comes late', async () => {
    // given
    const request = await carrierAsked();

    // when
    await harness.passDays(request, 6);
    const halfway = await eventually(async () => {
      const written = await letters(request);
      return written.length > 1 && written;
    });
    await harness.passDays(request, 5);
    await harness.waitUntilAt(request, 'Task_LegalOpinion');
    const late = await reply(request, 'disputes');
    await opinionsGiven(request);

    // then
    expect(halfway).to.deep.equal(['query', 'reminder']);
    expect(late.status).to.equal(200);
    expect(await letters(request)).to.deep.equal(['query', 'reminder', 'reply']);
    await harness.waitUntilAt(request, DECIDE);
  });

  it('hears a carrier that disputes, on another day if need be', async () => {
    // given
    const request = await replied('disputes');
    await opinionsGiven(request);
    await hearingSet(request, 3);
    await harness.passDays(request, 4);
    await harness.claimAndComplete(request, 'Task_HoldHearing', TEHRAN, ADJOURNED);
    await hearingSet(request, 2);

    // when
    await harness.passDays(request, 3);
    await harness.claimAndComplete(request, 'Task_HoldHearing', TEHRAN, HELD);

    // then
    await harness.waitUntilAt(request, DECIDE);
  });

  it('lifts the measure of a decision that is taken back, and decides anew', async () => {
    // given
    const request = await decided(SUSPENSION);
    const before = await measures(request);

    // when
    await harness.claimAndComplete(request, CHECK, HEAD, TAKEN_BACK);
    await harness.waitUntilAt(request, DECIDE);
    const between = await measures(request);
    await harness.claimAndComplete(request, DECIDE, TEHRAN, WARNING);
    await answered(request);

    // then
    expect(before).to.deep.equal(['suspension: in-force']);
    expect(between).to.deep.equal(['suspension: lifted']);
    expect(await measures(request)).to.deep.equal(['suspension: lifted', 'warning: in-force']);
  });

  it('lets a supervisor confirm, who did not decide', async () => {
    // given
    const request = await undisputed();
    await harness.claimAndComplete(request, DECIDE, HEAD, NO_MEASURE);
    const task = await harness.taskOf(request, CHECK, HEAD);

    // when
    const own = await harness.people.claim(task, HEAD);
    const caseworker = await harness.people.claim(task, TEHRAN);

    // then
    expect([own.status, own.body.code]).to.deep.equal([403, 'four-eyes-violation']);
    expect([caseworker.status, caseworker.body.code]).to.deep.equal([403, 'not-allowed']);
    await harness.claimAndComplete(request, CHECK, 'supervisor.rmto', CONFIRMED);
  });

  it('lets the contact centre route what the table cannot', async () => {
    // given
    const request = await fileUnchecked({ province: null });

    // when
    await harness.claimAndComplete(request, 'Task_Triage', TRIAGE, {
      department: 'rmto-tehran',
      priority: 'high',
    });

    // then
    await harness.taskOf(request, REVIEW, TEHRAN);
  });

  it('has the contact centre route a complaint for a department that does not exist', async () => {
    // given
    const request = await fileUnchecked({}, { region: 'atlantis' });

    // when
    await harness.claimAndComplete(request, 'Task_Triage', TRIAGE, {
      department: 'rmto-tehran',
      priority: 'normal',
    });

    // then
    await harness.taskOf(request, REVIEW, TEHRAN);
  });

  it('asks the citizen and reviews again', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, REVIEW, TEHRAN, DECISIONS.ask);
    await harness.waitUntilAt(request, 'Task_AwaitReply');

    // when
    await harness.reply(request);

    // then
    await harness.taskOf(request, REVIEW, TEHRAN);
  });

  it('goes to the department that takes it over', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, REVIEW, TEHRAN, DECISIONS.transfer);

    // when
    await harness.claimAndComplete(request, 'Task_AcceptTransfer', RAILWAYS, { decision: 'accept' });

    // then
    await harness.taskOf(request, REVIEW, RAILWAYS);
  });

  it('is answered at once where no carrier has to be asked', async () => {
    // given
    const request = await file();

    // when
    await harness.claimAndComplete(request, REVIEW, TEHRAN, AT_ONCE);

    // then
    expect(await harness.waitForStatus(request, 'answered')).to.include({ outcome: 'not-admissible' });
    expect(await letters(request)).to.deep.equal([]);
  });

  it('is reviewed by somebody else when the citizen reopens', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, REVIEW, TEHRAN, AT_ONCE);
    await harness.waitUntilAt(request, 'Task_AwaitFeedback');
    await harness.waitForStatus(request, 'answered');

    // when
    await harness.reopen(request);

    // then
    await harness.claimAndComplete(request, REVIEW, TEHRAN_2, ASK_CARRIER);
    await harness.waitUntilAt(request, AWAIT);
  });

  describe('ends when the citizen withdraws', () => {
    const waits: Record<string, () => Promise<FiledRequest>> = {
      'before anybody looked': async () => {
        const request = await file();
        await harness.waitUntilAt(request, REVIEW);
        return request;
      },
      'while the carrier is asked': () => carrierAsked(),
      'while two departments give their opinion': async () => {
        const request = await replied('accepts');
        await harness.waitUntilAt(request, 'Task_TechnicalOpinion');
        return request;
      },
      'before a hearing is set': async () => {
        const request = await replied('disputes');
        await opinionsGiven(request);
        await harness.waitUntilAt(request, 'Task_SetHearing');
        return request;
      },
      'before the day of the hearing': async () => {
        const request = await replied('disputes');
        await opinionsGiven(request);
        await hearingSet(request, 5);
        return request;
      },
      'before the decision': async () => {
        const request = await undisputed();
        await harness.waitUntilAt(request, DECIDE);
        return request;
      },
      'before the decision is confirmed': () => decided(SUSPENSION),
    };

    for (const [when, reach] of Object.entries(waits))
      it(when, async () => {
        // given
        const request = await reach();
        await harness.waitUntilIdle(request);

        // when
        await harness.withdraw(request);

        // then
        await harness.waitForStatus(request, 'withdrawn');
        await harness.waitUntilEnded(request);
        expect(await harness.openTasks(request)).to.deep.equal([]);
        expect((await measures(request)).filter((line) => line.endsWith('in-force'))).to.deep.equal([]);
      });
  });

  it('shows what follows from a step of its deadline, and goes on with its work', async () => {
    // given
    const request = await file();
    await harness.waitUntilAt(request, REVIEW);

    // when
    await sendSlaReminder(harness, request);

    // then
    await carrierAsked(request);
  });

  it('runs all of this without an incident', () => harness.expectNoIncident());
});
