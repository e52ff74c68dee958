import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { noticesModule } from '#api/modules/notices/index.ts';
import { noticesRepo } from '#api/modules/notices/notices.repo.ts';
import { SEND_NOTICE } from '#api/modules/notices/send-notice.ts';
import type { Db } from '#api/platform/db.ts';
import { openLog } from '#api/platform/log.ts';
import { smtpMailer } from '#api/platform/mail.ts';
import type { Role } from '#common/contract/index.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { aMailServer } from '#tests/support/fakes/mail-server.ts';
import { type ARequest, aTask } from '#tests/support/fixtures/builders.ts';
import {
  aHead,
  aManualClock,
  aMember,
  anAbsence,
  anEscalation,
  aSentStep,
  type ManualClock,
  type TestEscalation,
} from '#tests/support/fixtures/escalation.ts';
import { aFiling, aRequestsService } from '#tests/support/fixtures/requests-service.ts';

/** A Saturday morning at work in Tehran, a Thursday night, and the Friday after it. */
const AT_WORK = '2026-11-21T06:00:00Z';
const AT_NIGHT = '2026-11-21T20:30:00Z';
const FRIDAY = '2026-11-27T08:00:00Z';

const SUPERVISOR: { roles: Role[] } = { roles: ['supervisor'] };
const CONFIDENTIAL = { service: 'staff-complaint', department: 'staff-conduct', confidential: true };

describe('what a step of the ladder brings about', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let db: Db;
  let clock: ManualClock;
  let escalation: TestEscalation;

  beforeEach(async () => {
    database = await aDatabase();
    db = database.db;
    clock = aManualClock(AT_WORK);
    escalation = anEscalation(db, { clock });
  });

  afterEach(() => database.drop());

  /** A request of a province's road office. */
  async function aCase(given: Record<string, unknown> = {}): Promise<ARequest> {
    const { id } = await aRequestsService(db, { clock }).register(aFiling({ receivedAt: clock.now() }));
    const [row] = await db('requests')
      .where({ id })
      .update({ department: 'rmto-tehran', status: 'in-progress', ...given })
      .returning<ARequest[]>('*');
    return row as ARequest;
  }

  const notices = () => db('staff_notices').orderBy('recipient');
  const told = async (): Promise<string[]> => (await notices()).map(({ recipient }) => recipient);
  const tell = (slaStepId: string, audience: 'assignee' | 'supervisor' | 'level-1' | 'level-2' | 'level-3') =>
    escalation.service.tellStaff({ slaStepId, audience });
  const events = (id: string, kind: string) => db('request_events').where({ request_id: id, kind });

  describe('telling', () => {
    it('reaches who holds the task, in the product, at once while people work', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request, assignee: 'sara' });
      const step = await aSentStep(db, request.id);

      // when
      await tell(step, 'assignee');

      // then
      const [notice, ...others] = await notices();
      expect(others).to.deep.equal([]);
      expect(notice).to.include({ recipient: 'sara', kind: 'remind', request_id: request.id });
      expect(notice.delivered_at).to.deep.equal(clock.now());
      expect(notice.data).to.include({ target: 'resolve', step: 'remind', department: 'rmto-tehran' });
    });

    it('reaches everybody of the queue while nobody holds the task', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request });
      await aMember(db, 'sara', 'rmto-tehran');
      await aMember(db, 'ali', 'rmto-tehran', { roles: ['supervisor'] });
      await aMember(db, 'looks-only', 'rmto-tehran', { roles: ['manager'] });
      await aMember(db, 'elsewhere', 'rmto');

      // when
      await tell(await aSentStep(db, request.id), 'assignee');

      // then
      expect(await told()).to.deep.equal(['ali', 'sara']);
    });

    it('reaches the head when nobody is known in the queue of a free task', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request });
      await aHead(db, 'rmto', 'head.rmto');

      // when
      await tell(await aSentStep(db, request.id), 'assignee');

      // then
      expect(await told()).to.deep.equal(['head.rmto']);
    });

    it('reaches the substitute of an absent holder as well', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request, assignee: 'sara' });
      await aMember(db, 'ali', 'rmto-tehran');
      await anAbsence(db, 'sara', { substitute: 'ali' });

      // when
      await tell(await aSentStep(db, request.id), 'assignee');

      // then
      expect(await told()).to.deep.equal(['ali', 'sara']);
    });

    it('of a confidential request reaches who works on such, and no substitute who may not see it', async () => {
      // given
      const request = await aCase(CONFIDENTIAL);
      await aTask(db, { request, assignee: await aMember(db, 'sara', 'staff-conduct') });
      await aMember(db, 'above', 'ministry', { roles: ['supervisor', 'manager'] });
      await anAbsence(db, 'sara', { substitute: 'above' });
      await aHead(db, 'staff-conduct', 'head.conduct');
      await anAbsence(db, 'head.conduct', { substitute: 'above' });

      // when
      await tell(await aSentStep(db, request.id), 'assignee');
      await tell(await aSentStep(db, request.id, { step: 'warn' }), 'supervisor');

      // then
      expect(await told()).to.deep.equal(['sara']);
    });

    it('of a warning copies the head of the department', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request, assignee: 'sara' });
      await aHead(db, 'rmto-tehran', 'head.tehran');

      // when
      await tell(await aSentStep(db, request.id, { step: 'warn' }), 'supervisor');

      // then
      expect((await notices()).map(({ recipient, kind }) => [recipient, kind])).to.deep.equal([
        ['head.tehran', 'warn'],
      ]);
    });

    it('happens once, however often the step is sent', async () => {
      // given
      const request = await aCase();
      const task = await aTask(db, { request, assignee: 'sara' });
      const step = await aSentStep(db, request.id);
      await tell(step, 'assignee');
      await db('tasks').where({ task_key: task.task_key }).update({ assignee: 'ali' });

      // when
      const again = await Promise.all([tell(step, 'assignee'), tell(step, 'assignee')]);

      // then
      expect(again).to.deep.equal(['already-done', 'already-done']);
      expect(await told()).to.deep.equal(['sara']);
    });

    it('troubles nobody when the clock has ended meanwhile', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request, assignee: 'sara' });
      const step = await aSentStep(db, request.id);
      await db('sla_clocks')
        .where({ request_id: request.id })
        .update({ state: 'met', met_at: clock.now(), next_step_at: null });

      // when
      const result = await tell(step, 'assignee');

      // then
      expect(result).to.equal('over');
      expect(await told()).to.deep.equal([]);
    });

    it('says when there is no such step', async () => {
      expect(await tell('00000000-0000-4000-8000-000000000000', 'assignee')).to.equal('unknown');
    });
  });

  describe('the levels', () => {
    beforeEach(async () => {
      await aHead(db, 'rmto-tehran', 'head.tehran');
      await aHead(db, 'rmto', 'head.rmto');
      await aHead(db, 'ministry', 'deputy');
    });

    const levels = ['level-1', 'level-2', 'level-3'] as const;

    it('are the head of the department, of the one above, and of the topmost', async () => {
      // given
      const request = await aCase();
      const found: string[][] = [];

      // when
      for (const level of levels) {
        await tell(await aSentStep(db, request.id, { step: level }), level);
        found.push(await told());
        await db('staff_notices').delete();
      }

      // then
      expect(found).to.deep.equal([['head.tehran'], ['head.rmto'], ['deputy']]);
    });

    it('are asked of the supervisors who have signed in where nobody is named', async () => {
      // given
      const request = await aCase();
      await db('department_heads').where({ department: 'rmto-tehran' }).delete();
      await aMember(db, 'supervisor.tehran', 'rmto-tehran', { roles: ['supervisor'] });

      // when
      await tell(await aSentStep(db, request.id, { step: 'level-1' }), 'level-1');

      // then
      expect(await told()).to.deep.equal(['supervisor.tehran']);
    });

    it('pass from an absent head to the substitute, and without one to the next head up', async () => {
      // given
      const request = await aCase();
      await aMember(db, 'sara', 'rmto-tehran');
      await anAbsence(db, 'head.tehran', { substitute: 'sara' });
      await tell(await aSentStep(db, request.id, { step: 'level-1' }), 'level-1');
      const first = await told();
      await db('staff_notices').delete();
      await anAbsence(db, 'sara');

      // when
      await tell(await aSentStep(db, (await aCase()).id, { step: 'level-1' }), 'level-1');

      // then
      expect(first).to.deep.equal(['sara']);
      expect(await told()).to.deep.equal(['head.rmto']);
    });

    it('pass by a head who may not see a confidential request, unless it is handed over', async () => {
      // given
      const request = await aCase(CONFIDENTIAL);
      await aTask(db, { request, assignee: 'sara' });
      await aHead(db, 'staff-conduct', await aMember(db, 'head.conduct', 'staff-conduct', SUPERVISOR));
      await aMember(db, 'deputy', 'ministry', SUPERVISOR);
      const handed = await aSentStep(db, request.id, { step: 'level-2', mode: 'transfer' });

      // when
      for (const step of ['level-1', 'level-3'] as const)
        await tell(await aSentStep(db, request.id, { step }), step);
      const before = await told();
      await db('staff_notices').delete();
      await escalation.service.handOver({ slaStepId: handed });
      await tell(handed, 'level-2');

      // then
      expect(before).to.deep.equal(['head.conduct']);
      expect(await told()).to.deep.equal(['deputy']);
    });

    it('pass by a head who has never signed in, when the request is confidential', async () => {
      // given
      const request = await aCase(CONFIDENTIAL);
      await aTask(db, { request, assignee: 'sara' });
      await aHead(db, 'staff-conduct', 'anybody');
      const handed = await aSentStep(db, request.id, { step: 'level-2', mode: 'transfer' });

      // when
      for (const step of ['level-1', 'level-3'] as const)
        await tell(await aSentStep(db, request.id, { step }), step);
      await tell(await aSentStep(db, request.id, { step: 'warn' }), 'supervisor');
      await escalation.service.handOver({ slaStepId: handed });
      await tell(handed, 'level-2');

      // then
      expect(await told()).to.deep.equal([]);
    });

    it('do not count an absence that is over or has not begun', async () => {
      // given
      const request = await aCase();
      await anAbsence(db, 'head.tehran', { until: AT_WORK });
      await anAbsence(db, 'head.tehran', { from: '2026-11-22T00:00:00Z' });

      // when
      await tell(await aSentStep(db, request.id, { step: 'level-1' }), 'level-1');

      // then
      expect(await told()).to.deep.equal(['head.tehran']);
    });

    it('pass by a head who holds the request', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request, assignee: 'head.tehran' });

      // when
      await tell(await aSentStep(db, request.id, { step: 'level-1' }), 'level-1');

      // then
      expect(await told()).to.deep.equal(['head.rmto']);
    });

    it('pass by whoever is of the unit that the request complains about', async () => {
      // given
      const request = await aCase({ barred_department: 'rmto-tehran', department: 'rmto-tehran' });
      await aMember(db, 'head.rmto', 'rmto-tehran');

      // when
      await tell(await aSentStep(db, request.id, { step: 'level-1' }), 'level-1');

      // then
      expect(await told()).to.deep.equal(['deputy']);
    });

    it('reach nobody when nobody can be asked, and the step goes on', async () => {
      // given
      const request = await aCase();
      for (const head of ['head.tehran', 'head.rmto', 'deputy']) await anAbsence(db, head);

      // when
      const result = await tell(await aSentStep(db, request.id, { step: 'level-1' }), 'level-1');

      // then
      expect(result).to.equal('done');
      expect(await told()).to.deep.equal([]);
    });
  });

  describe('handing over', () => {
    beforeEach(async () => {
      await aHead(db, 'rmto-tehran', 'head.tehran');
      await aHead(db, 'rmto', 'head.rmto');
      await aHead(db, 'ministry', 'deputy');
    });

    const handOver = (slaStepId: string) => escalation.service.handOver({ slaStepId });
    const read = (id: string) => db('requests').where({ id }).first();

    it('records level and name, says so in the history, and lets the department act on the open tasks', async () => {
      // given
      const request = await aCase();
      const task = await aTask(db, { request, assignee: 'sara' });
      const step = await aSentStep(db, request.id, { step: 'level-2', mode: 'transfer' });

      // when
      await handOver(step);

      // then
      expect(await read(request.id)).to.include({
        escalation_level: 2,
        escalated_department: 'rmto',
        escalated_to: 'head.rmto',
      });
      const [event] = await events(request.id, 'escalated');
      expect(event.data).to.deep.include({
        level: 2,
        reason: 'time-ran-out',
        from: { department: 'rmto-tehran', holders: ['sara'] },
        to: { department: 'rmto', people: [{ username: 'head.rmto', name: 'Name of head.rmto' }] },
      });
      expect(escalation.regrouped).to.deep.equal([
        {
          taskKey: String(task.task_key),
          candidateGroups: ['rmto-tehran', 'rmto'],
          action: `hand-over ${step}`,
        },
      ]);
    });

    it('leaves owner, holder and clocks as they are', async () => {
      // given
      const request = await aCase();
      const task = await aTask(db, { request, assignee: 'sara' });
      const before = await db('sla_clocks').where({ request_id: request.id }).orderBy('id');
      const step = await aSentStep(db, request.id, { step: 'level-1', mode: 'transfer' });

      // when
      await handOver(step);

      // then
      expect(await read(request.id)).to.include({ department: 'rmto-tehran', status: 'in-progress' });
      expect(await db('tasks').where({ task_key: task.task_key }).first()).to.include({ assignee: 'sara' });
      expect(await db('sla_clocks').where({ request_id: request.id }).orderBy('id')).to.deep.equal(before);
    });

    it('finishes what the engine was away for when the job comes again, with one line in the history', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request });
      const step = await aSentStep(db, request.id, { step: 'level-2', mode: 'transfer' });
      escalation.engine.away = true;
      const failed = await handOver(step).then(
        () => false,
        () => true,
      );
      escalation.engine.away = false;

      // when
      await handOver(step);
      await handOver(step);

      // then
      expect(failed).to.equal(true);
      expect(escalation.regrouped).to.have.length(1);
      expect(await events(request.id, 'escalated')).to.have.length(1);
    });

    it('does not bring a request down that stands higher', async () => {
      // given
      const request = await aCase();
      await handOver(await aSentStep(db, request.id, { step: 'level-2', mode: 'transfer' }));

      // when
      await handOver(await aSentStep(db, request.id, { step: 'level-1', mode: 'transfer' }));

      // then
      expect(await read(request.id)).to.include({ escalation_level: 2, escalated_to: 'head.rmto' });
    });

    it('is told to the one it went to, though he left since', async () => {
      // given
      const request = await aCase();
      const step = await aSentStep(db, request.id, { step: 'level-1', mode: 'transfer' });
      await handOver(step);
      await anAbsence(db, 'head.tehran');

      // when
      await tell(step, 'level-1');

      // then
      expect((await notices()).map(({ recipient, kind }) => [recipient, kind])).to.deep.equal([
        ['head.tehran', 'handed-over'],
      ]);
    });
  });

  describe('the hour of a notice', () => {
    it('waits from the night for the next morning', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request, assignee: 'sara' });
      const step = await aSentStep(db, request.id);
      clock.set(AT_NIGHT);

      // when
      await tell(step, 'assignee');
      const early = await escalation.board.deliverDue(10);
      const [waiting] = await notices();
      clock.set(waiting.deliver_at);
      await escalation.board.deliverDue(10);

      // then: work begins at 7:30 in Tehran
      expect(early).to.equal(0);
      expect(waiting.delivered_at).to.equal(null);
      expect(waiting.deliver_at.toISOString()).to.equal('2026-11-22T04:00:00.000Z');
      expect((await notices())[0].delivered_at).to.deep.equal(clock.now());
    });

    it('waits on Friday for Saturday', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request, assignee: 'sara' });
      const step = await aSentStep(db, request.id);
      clock.set(FRIDAY);

      // when
      await tell(step, 'assignee');

      // then
      expect((await notices())[0].deliver_at.toISOString()).to.equal('2026-11-28T04:00:00.000Z');
    });

    it('does not matter to a critical request', async () => {
      // given
      const request = await aCase({ priority: 'critical' });
      await aTask(db, { request, assignee: 'sara' });
      const step = await aSentStep(db, request.id);
      clock.set(AT_NIGHT);

      // when
      await tell(step, 'assignee');

      // then
      expect((await notices())[0].delivered_at).to.deep.equal(clock.now());
    });
  });

  describe('the copy by e-mail', () => {
    it('is queued where an address is known and there is a mail server, and says why it is not elsewhere', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request });
      await aMember(db, 'with-address', 'rmto-tehran', { email: 'a@example.org' });
      await aMember(db, 'without', 'rmto-tehran');
      const withMail = anEscalation(db, { clock, mail: true });

      // when
      await withMail.service.tellStaff({ slaStepId: await aSentStep(db, request.id), audience: 'assignee' });
      await tell(await aSentStep(db, request.id, { step: 'warn' }), 'assignee');

      // then
      const rows = await notices().orderBy('kind');
      expect(rows.map((row) => [row.kind, row.recipient, row.email_state, row.email_reason])).to.deep.equal([
        ['remind', 'with-address', 'queued', null],
        ['warn', 'with-address', 'skipped', 'no-mail-server'],
        ['remind', 'without', 'skipped', 'no-address'],
        ['warn', 'without', 'skipped', 'no-address'],
      ]);
    });

    it('goes to the address that a head was named with only while no sign-in has told of the person', async () => {
      // given
      await aMember(db, 'signed-in', 'rmto-tehran', { ...SUPERVISOR, email: 'own@example.org' });
      await aMember(db, 'without', 'rmto', SUPERVISOR);
      for (const [department, username] of [
        ['rmto-tehran', 'signed-in'],
        ['rmto', 'without'],
        ['ministry', 'never-came'],
      ] as const) {
        await aHead(db, department, username);
        await db('department_heads')
          .where({ department })
          .update({ email: `${username}@elsewhere.example` });
      }

      // when
      const addresses = await noticesRepo(db).addressesOf(['signed-in', 'without', 'never-came']);

      // then
      expect([...addresses]).to.have.deep.members([
        ['signed-in', 'own@example.org'],
        ['never-came', 'never-came@elsewhere.example'],
      ]);
    });

    it('leaves only while its recipient may see the request', async () => {
      // given
      const request = await aCase();
      await aTask(db, { request });
      await aMember(db, 'sara', 'rmto-tehran', { email: 'sara@example.org' });
      await aMember(db, 'ali', 'rmto-tehran', { email: 'ali@example.org' });
      const withMail = anEscalation(db, { clock, mail: true });
      await withMail.service.tellStaff({ slaStepId: await aSentStep(db, request.id), audience: 'assignee' });
      await db('staff')
        .where({ username: 'ali' })
        .update({ departments: ['railways'] });
      const mailServer = await aMailServer();
      const mailer = smtpMailer({ smtpUrl: mailServer.url, from: 'Shahrah <no-reply@example.org>' });
      const { jobs } = noticesModule({
        ...withMail,
        db,
        clock,
        mailer,
        publicUrl: 'https://example.org',
      });

      // when
      for (const { id: noticeId } of await notices())
        await jobs[SEND_NOTICE]?.({ noticeId }, { log: openLog('silent'), attempt: 1, maxAttempts: 1 });
      mailer.close();
      await mailServer.close();

      // then
      const rows = await notices();
      expect(
        rows.map(({ recipient, email_state, email_reason }) => [recipient, email_state, email_reason]),
      ).to.deep.equal([
        ['ali', 'skipped', 'request-not-seen'],
        ['sara', 'sent', null],
      ]);
      expect(mailServer.mails.flatMap(({ to }) => to)).to.deep.equal(['sara@example.org']);
    });
  });
});
