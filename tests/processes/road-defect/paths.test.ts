import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { sendSlaReminder } from '#tests/support/fixtures/sla-reminder.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const TEHRAN_2 = 'caseworker.rmto-tehran-2';
const HEAD = 'supervisor.rmto-tehran';
const CONTROL_ROOM = 'caseworker.rmto';
const TRIAGE = 'caseworker.triage';
const RAILWAYS = 'caseworker.railways';

const CHECK = 'Task_CheckDanger';
const INSPECT = 'Task_InspectDefect';
const REPAIR = 'Task_RepairDefect';
const VERIFY = 'Task_VerifyRepair';
const ANSWER = 'Task_WriteAnswer';

const NO_DANGER = { decision: 'inspect' };
const DANGER = { decision: 'emergency', note: 'نیمی از راه ریخته است.' };
const SECURED = { securing: 'closed', evidence: 'عکس ۱۲ و ۱۳' };
const TAKEN_UP = { informed: ['police'] };
const DAMAGED = {
  finding: 'repair',
  repairKind: 'surface',
  extent: 'چاله‌ای به عمق سی سانتی‌متر',
  evidence: 'عکس ۱۴',
};
const SOUND = { finding: 'no-repair', explanation: 'راه سالم است.', evidence: 'عکس ۱۵' };
const REPAIRED = { work: 'چاله با آسفالت گرم پر شد.', evidence: 'عکس ۱۶', finishedOn: '2026-11-25' };
const GOOD = { verdict: 'good', evidence: 'عکس ۱۷' };
const NOT_GOOD = { verdict: 'not-good', evidence: 'عکس ۱۸', deficiency: 'لبه‌ها باز است.' };
const DONE = { decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.', evidence: 'عکس ۱۶' };
const REFUSED = {
  decision: 'answer',
  outcome: 'refused',
  text: 'راه سالم است.',
  legalBasis: 'ماده ۶ قانون ایمنی راه‌ها',
};
const NOT_ADMISSIBLE = { decision: 'answer', outcome: 'not-admissible', text: 'این راه خصوصی است.' };

describe('road-defect', function () {
  this.timeout(120_000);
  const harness = useEngineHarness();

  beforeEach(() => crewsHaveRoomFor(12));

  const crewsHaveRoomFor = (capacity: number) => harness.database.db('crews').update({ capacity });

  const file = (): Promise<FiledRequest> => harness.file({ service: 'road-damage' });

  /** A defect of this service and province, whatever the service's own process is. */
  const fileUnchecked = (columns: object, variables: object = {}): Promise<FiledRequest> =>
    harness.fileUnchecked({
      columns: { service: 'road-damage', process_key: 'road-defect', ...columns },
      variables: { ...variables },
    });

  const inspected = async (finding: object = DAMAGED): Promise<FiledRequest> => {
    const request = await file();
    await harness.claimAndComplete(request, CHECK, TEHRAN, NO_DANGER);
    await harness.claimAndComplete(request, INSPECT, TEHRAN, finding);
    return request;
  };

  const repaired = async (request: FiledRequest, verdict: object = GOOD): Promise<void> => {
    await harness.claimAndComplete(request, REPAIR, TEHRAN, REPAIRED);
    await harness.claimAndComplete(request, VERIFY, TEHRAN_2, verdict);
  };

  const answered = async (request: FiledRequest, answer: object = DONE): Promise<void> => {
    await harness.claimAndComplete(request, ANSWER, TEHRAN, answer);
    await harness.waitUntilAt(request, 'Task_AwaitFeedback');
  };

  const confirmed = async (request: FiledRequest): Promise<void> => {
    await harness.confirm(request);
    await harness.waitUntilEnded(request);
  };

  const orders = ({ id }: FiledRequest): Promise<string[]> =>
    harness.database.db('work_orders').where({ request_id: id }).orderBy('id').pluck('state');

  it('inspects, repairs, verifies and answers', async () => {
    // given
    const request = await inspected();
    await repaired(request);

    // when
    await answered(request);
    await confirmed(request);

    // then
    expect(await orders(request)).to.deep.equal(['verified']);
    expect(await harness.waitForStatus(request, 'closed')).to.include({
      answer: DONE.text,
      outcome: 'resolved',
    });
    expect((await harness.eventKinds(request)).filter((kind) => kind.startsWith('repair'))).to.deep.equal([
      'repair-planned',
      'repair-closed',
    ]);
  });

  it('lets nobody verify the own repair, and nobody answer without evidence', async () => {
    // given
    const request = await inspected();
    await harness.claimAndComplete(request, REPAIR, TEHRAN, REPAIRED);

    // when
    const own = await harness.people.claim(await harness.taskOf(request, VERIFY, TEHRAN), TEHRAN);
    await harness.claimAndComplete(request, VERIFY, TEHRAN_2, GOOD);
    const { evidence: _none, ...bare } = DONE;
    const task = await harness.taskOf(request, ANSWER, TEHRAN);
    await harness.people.claim(task, TEHRAN);
    const { body: held } = await harness.people.task(task.key, TEHRAN);
    const without = await harness.people.complete(held, bare, {
      by: TEHRAN,
      submissionId: crypto.randomUUID(),
    });

    // then
    expect([own.status, own.body.code]).to.deep.equal([403, 'four-eyes-violation']);
    expect([without.status, without.body.code]).to.deep.equal([400, 'invalid-input']);
    await answered(request);
  });

  it('secures the road at once, and tells the control room, when it is dangerous', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, CHECK, TEHRAN, DANGER);
    await harness.waitUntilAt(request, 'Task_SecureRoad');
    await harness.waitUntilAt(request, 'Task_TakeUpEmergency');

    // when
    await harness.claimAndComplete(request, 'Task_SecureRoad', TEHRAN, SECURED);
    await harness.waitUntilIdle(request);
    const between = await harness.openTasks(request);
    await harness.claimAndComplete(request, 'Task_TakeUpEmergency', CONTROL_ROOM, TAKEN_UP);

    // then
    expect(between).to.deep.equal(['Task_TakeUpEmergency']);
    const task = await harness.taskOf(request, INSPECT, TEHRAN);
    expect(task.request?.priority).to.equal('critical');
    const told = await harness.database.db('control_room_reports').where({ request_id: request.id });
    expect(told).to.have.length(1);
    expect(told[0]).to.include({ department: 'rmto-tehran', province: 'tehran' });
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
    await harness.taskOf(request, CHECK, TEHRAN);
  });

  it('has the contact centre route a request for a department that does not exist', async () => {
    // given
    const request = await fileUnchecked({}, { region: 'atlantis' });

    // when
    await harness.claimAndComplete(request, 'Task_Triage', TRIAGE, {
      department: 'rmto-tehran',
      priority: 'normal',
    });

    // then
    await harness.taskOf(request, CHECK, TEHRAN);
  });

  it('asks the citizen and looks again', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, CHECK, TEHRAN, DECISIONS.ask);
    await harness.waitUntilAt(request, 'Task_AwaitReply');

    // when
    await harness.reply(request);

    // then
    await harness.taskOf(request, CHECK, TEHRAN);
  });

  it('goes to the department that takes it over', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, CHECK, TEHRAN, DECISIONS.transfer);

    // when
    await harness.claimAndComplete(request, 'Task_AcceptTransfer', RAILWAYS, { decision: 'accept' });

    // then
    await harness.taskOf(request, CHECK, RAILWAYS);
  });

  it('is answered without an inspection where there is nothing to see', async () => {
    // given
    const request = await file();

    // when
    await harness.claimAndComplete(request, CHECK, TEHRAN, NOT_ADMISSIBLE);
    await answered(request, NOT_ADMISSIBLE);

    // then
    expect(await harness.waitForStatus(request, 'answered')).to.include({ outcome: 'not-admissible' });
  });

  it('is answered without a repair when the road is sound', async () => {
    // given
    const request = await inspected(SOUND);

    // when
    await answered(request, REFUSED);
    await confirmed(request);

    // then
    expect(await orders(request)).to.deep.equal([]);
  });

  describe('when no crew is free', () => {
    const withoutCrew = async (): Promise<FiledRequest> => {
      await crewsHaveRoomFor(0);
      const request = await inspected();
      await harness.waitUntilAt(request, 'Task_DispatchCrew');
      return request;
    };

    const decided = (request: FiledRequest, decision: object): Promise<void> =>
      harness.claimAndComplete(request, 'Task_DispatchCrew', TEHRAN, decision);

    it('plans again as soon as one is', async () => {
      // given
      const request = await withoutCrew();
      await crewsHaveRoomFor(12);

      // when
      await decided(request, { dispatch: 'try-again' });

      // then
      await harness.waitUntilAt(request, REPAIR);
      expect(await orders(request)).to.deep.equal(['open']);
    });

    it('gives the work to a contractor', async () => {
      // given
      const request = await withoutCrew();

      // when
      await decided(request, { dispatch: 'contractor', contractor: 'راه‌سازی البرز' });

      // then
      await harness.waitUntilAt(request, REPAIR);
      const order = await harness.database.db('work_orders').where({ request_id: request.id }).first();
      expect(order).to.include({ contractor: 'راه‌سازی البرز', crew: null, state: 'open' });
    });

    it('tells the citizen that it is not repaired now', async () => {
      // given
      const request = await withoutCrew();

      // when
      await decided(request, { dispatch: 'not-now', explanation: 'بهار آینده روکش می‌شود.' });

      // then
      await harness.waitUntilAt(request, ANSWER);
    });
  });

  describe('when the repair is not good', () => {
    const failed = async (times: number): Promise<FiledRequest> => {
      const request = await inspected();
      for (let n = 0; n < times; n += 1) await repaired(request, NOT_GOOD);
      return request;
    };

    it('goes back to the crew', async () => {
      // given
      const request = await failed(1);

      // when
      await repaired(request);

      // then
      await harness.waitUntilAt(request, ANSWER);
      expect(await orders(request)).to.deep.equal(['verified']);
    });

    it('lets the head, and nobody else, decide after the third time', async () => {
      // given
      const request = await failed(3);
      const task = await harness.taskOf(request, 'Task_HeadDecides', TEHRAN);

      // when
      const caseworker = await harness.people.claim(task, TEHRAN);
      await harness.claimAndComplete(request, 'Task_HeadDecides', HEAD, {
        headDecision: 'accept',
        explanation: 'تا روکش سراسری می‌ماند.',
      });

      // then
      expect([caseworker.status, caseworker.body.code]).to.deep.equal([403, 'not-allowed']);
      await harness.waitUntilAt(request, ANSWER);
      expect(await orders(request)).to.deep.equal(['accepted']);
    });

    it('plans anew, and counts anew, when the head wants that', async () => {
      // given
      const request = await failed(3);

      // when
      await harness.claimAndComplete(request, 'Task_HeadDecides', HEAD, {
        headDecision: 'again',
        explanation: 'از نو.',
      });
      await repaired(request, NOT_GOOD);

      // then
      await harness.waitUntilAt(request, REPAIR);
      expect(await orders(request)).to.deep.equal(['replaced', 'open']);
    });
  });

  it('is inspected again by somebody else when the citizen reopens', async () => {
    // given
    const request = await inspected();
    await repaired(request);
    await answered(request);

    // when
    await harness.reopen(request);

    // then
    const task = await harness.taskOf(request, INSPECT, TEHRAN_2);
    expect(task.queue).to.equal('rmto-tehran');
    await harness.claimAndComplete(request, INSPECT, TEHRAN_2, SOUND);
    await harness.claimAndComplete(request, ANSWER, TEHRAN_2, REFUSED);
    await harness.waitUntilAt(request, 'Task_AwaitFeedback');
  });

  describe('ends when the citizen withdraws', () => {
    const waits: Record<string, () => Promise<FiledRequest>> = {
      'before anybody looked': async () => {
        const request = await file();
        await harness.waitUntilAt(request, CHECK);
        return request;
      },
      'in triage': async () => {
        const request = await fileUnchecked({ province: null });
        await harness.waitUntilAt(request, 'Task_Triage');
        return request;
      },
      'while the citizen is asked': async () => {
        const request = await file();
        await harness.claimAndComplete(request, CHECK, TEHRAN, DECISIONS.ask);
        await harness.waitUntilAt(request, 'Task_AwaitReply');
        return request;
      },
      'in a transfer': async () => {
        const request = await file();
        await harness.claimAndComplete(request, CHECK, TEHRAN, DECISIONS.transfer);
        await harness.waitUntilAt(request, 'Task_AcceptTransfer');
        return request;
      },
      'in an emergency': async () => {
        const request = await file();
        await harness.claimAndComplete(request, CHECK, TEHRAN, DANGER);
        await harness.waitUntilAt(request, 'Task_TakeUpEmergency');
        return request;
      },
      'before the inspection': async () => {
        const request = await file();
        await harness.claimAndComplete(request, CHECK, TEHRAN, NO_DANGER);
        await harness.waitUntilAt(request, INSPECT);
        return request;
      },
      'when no crew is free': async () => {
        await crewsHaveRoomFor(0);
        const request = await inspected();
        await harness.waitUntilAt(request, 'Task_DispatchCrew');
        return request;
      },
      'before the repair': async () => {
        const request = await inspected();
        await harness.waitUntilAt(request, REPAIR);
        return request;
      },
      'before the repair is verified': async () => {
        const request = await inspected();
        await harness.claimAndComplete(request, REPAIR, TEHRAN, REPAIRED);
        await harness.waitUntilAt(request, VERIFY);
        return request;
      },
      'before the head decides': async () => {
        const request = await inspected();
        for (let n = 0; n < 3; n += 1) await repaired(request, NOT_GOOD);
        await harness.waitUntilAt(request, 'Task_HeadDecides');
        return request;
      },
      'before the answer': async () => {
        const request = await inspected(SOUND);
        await harness.waitUntilAt(request, ANSWER);
        return request;
      },
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
        expect(await orders(request)).not.to.include('open');
      });
  });

  it('shows what follows from a step of its deadline, and goes on with its work', async () => {
    // given
    const request = await file();
    await harness.waitUntilAt(request, CHECK);

    // when
    await sendSlaReminder(harness, request);

    // then
    await harness.claimAndComplete(request, CHECK, TEHRAN, NO_DANGER);
    await harness.waitUntilAt(request, INSPECT);
  });

  it('runs all of this without an incident', () => harness.expectNoIncident());
});
