import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { engineClock } from '#tests/support/engine/clock.ts';
import { openOffice, type Office } from '#tests/support/office.ts';
import { DECISIONS, type Answer } from '#tests/support/people-at-work.ts';
import { remindOfDeadline } from '#tests/support/step-of-deadline.ts';
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
  let office: Office;

  before(async () => {
    office = await openOffice();
  });

  after(() => office.close());

  const file = (): Promise<FiledRequest> =>
    office.file({ service: 'public-transport-complaint', answers: { operator: 'تعاونی نمونه' } });

  const fileUnchecked = (columns: object, variables: object = {}): Promise<FiledRequest> =>
    office.fileUnchecked({
      columns: { service: 'road-safety-signs', process_key: 'transport-complaint', ...columns },
      variables: { ...variables },
    });

  const carrierAsked = async (request?: FiledRequest): Promise<FiledRequest> => {
    const asked = request ?? (await file());
    await office.complete(asked, REVIEW, TEHRAN, ASK_CARRIER);
    await office.waitsAt(asked, AWAIT);
    return asked;
  };

  const reply = ({ id }: FiledRequest, position: string): Promise<Answer> =>
    office.people.call(
      'POST',
      `/requests/${id}/outside-reply`,
      { position, text: 'راننده در ترافیک مانده بود.', reference: '۱۲/۳۴۵' },
      { by: TEHRAN },
    );

  const replied = async (position: string): Promise<FiledRequest> => {
    const request = await carrierAsked();
    const { status, body } = await reply(request, position);
    expect(status, JSON.stringify(body)).to.equal(200);
    return request;
  };

  const opinionsGiven = async (request: FiledRequest): Promise<void> => {
    await office.complete(request, 'Task_LegalOpinion', LEGAL, LEGAL_OPINION);
    await office.complete(request, 'Task_TechnicalOpinion', TEHRAN, TECHNICAL_OPINION);
  };

  const hearingSet = async (request: FiledRequest, inDays: number): Promise<void> => {
    const hearingAt = new Date(engineClock.now().getTime() + inDays * DAY_MS).toISOString();
    const hearing = { hearingAt, venue: 'اداره کل راهداری', invited: 'شاکی و شرکت' };
    await office.complete(request, 'Task_SetHearing', TEHRAN, hearing);
    await office.waitsAt(request, 'Event_HearingDay');
  };

  const undisputed = async (): Promise<FiledRequest> => {
    const request = await replied('accepts');
    await opinionsGiven(request);
    return request;
  };

  const decided = async (ruling: object): Promise<FiledRequest> => {
    const request = await undisputed();
    await office.complete(request, DECIDE, TEHRAN, ruling);
    await office.waitsAt(request, CHECK);
    return request;
  };

  const answered = async (request: FiledRequest): Promise<void> => {
    await office.complete(request, CHECK, HEAD, CONFIRMED);
    await office.waitsAt(request, 'Task_AwaitFeedback');
  };

  const measures = async ({ id }: FiledRequest): Promise<string[]> => {
    const rows = await office.database.db('carrier_measures').where({ request_id: id }).orderBy('id');
    return rows.map(({ measure, state }) => `${measure}: ${state}`);
  };

  const letters = ({ id }: FiledRequest): Promise<string[]> =>
    office.database.db('outside_letters').where({ request_id: id }).orderBy('id').pluck('kind');

  it('asks the carrier, hears two departments, decides and answers', async () => {
    // given
    const request = await carrierAsked();
    const waiting = await office.tracked(request, 'waiting-body');

    // when
    await reply(request, 'accepts');
    await opinionsGiven(request);
    await office.complete(request, DECIDE, TEHRAN, NO_MEASURE);
    await answered(request);
    await office.confirm(request);

    // then
    await office.processEnded(request);
    expect(waiting.status).to.equal('waiting-body');
    expect(await letters(request)).to.deep.equal(['query', 'reply']);
    expect(await measures(request)).to.deep.equal([]);
    expect(await office.tracked(request, 'closed')).to.include({ answer: RULING.text, outcome: 'resolved' });
  });

  it('decides only when both opinions are there', async () => {
    // given
    const request = await replied('no-comment');

    // when
    await office.complete(request, 'Task_TechnicalOpinion', TEHRAN, TECHNICAL_OPINION);
    await office.stands(request);
    const between = await office.openTasks(request);
    await office.complete(request, 'Task_LegalOpinion', LEGAL, LEGAL_OPINION);

    // then
    expect(between).to.deep.equal(['Task_LegalOpinion']);
    await office.waitsAt(request, DECIDE);
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
    await office.daysPass(request, 6);
    const halfway = await eventually(async () => {
      const written = await letters(request);
      return written.length > 1 && written;
    });
    await office.daysPass(request, 5);
    await office.waitsAt(request, 'Task_LegalOpinion');
    const late = await reply(request, 'disputes');
    await opinionsGiven(request);

    // then
    expect(halfway).to.deep.equal(['query', 'reminder']);
    expect(late.status).to.equal(200);
    expect(await letters(request)).to.deep.equal(['query', 'reminder', 'reply']);
    await office.waitsAt(request, DECIDE);
  });

  it('hears a carrier that disputes, on another day if need be', async () => {
    // given
    const request = await replied('disputes');
    await opinionsGiven(request);
    await hearingSet(request, 3);
    await office.daysPass(request, 4);
    await office.complete(request, 'Task_HoldHearing', TEHRAN, ADJOURNED);
    await hearingSet(request, 2);

    // when
    await office.daysPass(request, 3);
    await office.complete(request, 'Task_HoldHearing', TEHRAN, HELD);

    // then
    await office.waitsAt(request, DECIDE);
  });

  it('lifts the measure of a decision that is taken back, and decides anew', async () => {
    // given
    const request = await decided(SUSPENSION);
    const before = await measures(request);

    // when
    await office.complete(request, CHECK, HEAD, TAKEN_BACK);
    await office.waitsAt(request, DECIDE);
    const between = await measures(request);
    await office.complete(request, DECIDE, TEHRAN, WARNING);
    await answered(request);

    // then
    expect(before).to.deep.equal(['suspension: in-force']);
    expect(between).to.deep.equal(['suspension: lifted']);
    expect(await measures(request)).to.deep.equal(['suspension: lifted', 'warning: in-force']);
  });

  it('lets a supervisor confirm, who did not decide', async () => {
    // given
    const request = await undisputed();
    await office.complete(request, DECIDE, HEAD, NO_MEASURE);
    const task = await office.taskOf(request, CHECK, HEAD);

    // when
    const own = await office.people.claim(task, HEAD);
    const caseworker = await office.people.claim(task, TEHRAN);

    // then
    expect([own.status, own.body.code]).to.deep.equal([403, 'separate-hands']);
    expect([caseworker.status, caseworker.body.code]).to.deep.equal([403, 'not-allowed']);
    await office.complete(request, CHECK, 'supervisor.rmto', CONFIRMED);
  });

  it('lets the contact centre route what the table cannot', async () => {
    // given
    const request = await fileUnchecked({ province: null });

    // when
    await office.complete(request, 'Task_Triage', TRIAGE, { department: 'rmto-tehran', priority: 'high' });

    // then
    await office.taskOf(request, REVIEW, TEHRAN);
  });

  it('has the contact centre route a complaint for a department that does not exist', async () => {
    // given
    const request = await fileUnchecked({}, { region: 'atlantis' });

    // when
    await office.complete(request, 'Task_Triage', TRIAGE, { department: 'rmto-tehran', priority: 'normal' });

    // then
    await office.taskOf(request, REVIEW, TEHRAN);
  });

  it('asks the citizen and reviews again', async () => {
    // given
    const request = await file();
    await office.complete(request, REVIEW, TEHRAN, DECISIONS.ask);
    await office.waitsAt(request, 'Task_AwaitReply');

    // when
    await office.reply(request);

    // then
    await office.taskOf(request, REVIEW, TEHRAN);
  });

  it('goes to the department that takes it over', async () => {
    // given
    const request = await file();
    await office.complete(request, REVIEW, TEHRAN, DECISIONS.transfer);

    // when
    await office.complete(request, 'Task_AcceptTransfer', RAILWAYS, { decision: 'accept' });

    // then
    await office.taskOf(request, REVIEW, RAILWAYS);
  });

  it('is answered at once where no carrier has to be asked', async () => {
    // given
    const request = await file();

    // when
    await office.complete(request, REVIEW, TEHRAN, AT_ONCE);

    // then
    expect(await office.tracked(request, 'answered')).to.include({ outcome: 'not-admissible' });
    expect(await letters(request)).to.deep.equal([]);
  });

  it('is reviewed by somebody else when the citizen reopens', async () => {
    // given
    const request = await file();
    await office.complete(request, REVIEW, TEHRAN, AT_ONCE);
    await office.waitsAt(request, 'Task_AwaitFeedback');
    await office.tracked(request, 'answered');

    // when
    await office.reopen(request);

    // then
    await office.complete(request, REVIEW, TEHRAN_2, ASK_CARRIER);
    await office.waitsAt(request, AWAIT);
  });

  describe('ends when the citizen withdraws', () => {
    const waits: Record<string, () => Promise<FiledRequest>> = {
      'before anybody looked': async () => {
        const request = await file();
        await office.waitsAt(request, REVIEW);
        return request;
      },
      'while the carrier is asked': () => carrierAsked(),
      'while two departments give their opinion': async () => {
        const request = await replied('accepts');
        await office.waitsAt(request, 'Task_TechnicalOpinion');
        return request;
      },
      'before a hearing is set': async () => {
        const request = await replied('disputes');
        await opinionsGiven(request);
        await office.waitsAt(request, 'Task_SetHearing');
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
        await office.waitsAt(request, DECIDE);
        return request;
      },
      'before the decision is confirmed': () => decided(SUSPENSION),
    };

    for (const [when, reach] of Object.entries(waits))
      it(when, async () => {
        // given
        const request = await reach();
        await office.stands(request);

        // when
        await office.withdraw(request);

        // then
        await office.tracked(request, 'withdrawn');
        await office.processEnded(request);
        expect(await office.openTasks(request)).to.deep.equal([]);
        expect((await measures(request)).filter((line) => line.endsWith('in-force'))).to.deep.equal([]);
      });
  });

  it('shows what follows from a step of its deadline, and goes on with its work', async () => {
    // given
    const request = await file();
    await office.waitsAt(request, REVIEW);

    // when
    await remindOfDeadline(office, request);

    // then
    await carrierAsked(request);
  });

  it('runs all of this without an incident', () => office.expectNoIncident());
});
