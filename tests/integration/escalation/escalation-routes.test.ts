import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Db } from '#api/platform/db.ts';
import type {
  AbsencePage,
  AbsenceView,
  DepartmentHead,
  NoticePage,
  StuckStepPage,
} from '#common/contract/index.ts';
import { engineClock, syncClock } from '#tests/support/engine/clock.ts';
import { listenTo } from '#tests/support/event-listener.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { anEscalation } from '#tests/support/fixtures/escalation.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { type ApiResponse, peopleClient } from '#tests/support/people/people-client.ts';
import { eventually } from '#tests/support/wait.ts';

const HEAD = 'supervisor.rmto-tehran';
const ABOVE = 'supervisor.rmto';
const WORKER = 'caseworker.rmto-tehran';
const COLLEAGUE = 'caseworker.rmto-tehran-2';
const ELSEWHERE = 'caseworker.railways';
const HOUR_MS = 3_600_000;

describe('the routes of notices, absences, heads and stuck steps', function () {
  this.timeout(120_000);
  let db: Db;

  before(() => syncClock());

  const { database, api } = useApi();
  const people = peopleClient(api);

  before(async () => {
    db = database.db;
    for (const by of [HEAD, ABOVE, WORKER, COLLEAGUE, ELSEWHERE, 'admin'])
      await people.call('GET', '/me', undefined, { as: by });
  });

  const get = <T>(path: string, by: string) => people.call<T>('GET', path, undefined, { as: by });
  const later = (hours: number): string =>
    new Date(engineClock.now().getTime() + hours * HOUR_MS).toISOString();

  describe('notices', () => {
    const tell = async (recipient: string, keys: readonly string[]): Promise<void> => {
      const { board } = anEscalation(db, { clock: engineClock });
      await db.transaction((tx) =>
        board.send(
          tx,
          keys.map((onceKey) => ({
            recipient,
            kind: 'remind' as const,
            requestId: null,
            data: { onceKey },
            urgent: true,
            onceKey,
          })),
        ),
      );
    };
    const keysOf = ({ body }: ApiResponse<NoticePage>) => body.items.map(({ data }) => data.onceKey);

    it('are listed newest first, page by page, each person’s own', async () => {
      // given
      for (const key of ['n1', 'n2', 'n3']) await tell(WORKER, [key]);
      await tell(COLLEAGUE, ['other']);

      // when
      const first = await get<NoticePage>('/notices?limit=2', WORKER);
      const second = await get<NoticePage>(`/notices?limit=2&after=${first.body.next}`, WORKER);

      // then
      expect([...keysOf(first), ...keysOf(second)]).to.deep.equal(['n3', 'n2', 'n1']);
      expect(first.body.unread).to.equal(3);
      expect(second.body.next).to.equal(null);
    });

    it('can be read one by one', async () => {
      // given
      const { body } = await get<NoticePage>('/notices', WORKER);
      const [newest] = body.items;

      // when
      const { body: after } = await people.call<{ unread: number }>(
        'POST',
        '/notices/read',
        { ids: [newest?.id] },
        { as: WORKER },
      );

      // then
      expect(after.unread).to.equal(body.unread - 1);
      expect(keysOf(await get<NoticePage>('/notices?unread=true', WORKER))).to.deep.equal(['n2', 'n1']);
    });

    it('of somebody else cannot be read', async () => {
      // given
      const { body } = await get<NoticePage>('/notices', WORKER);

      // when
      await people.call('POST', '/notices/read', { ids: body.items.map(({ id }) => id) }, { as: COLLEAGUE });

      // then
      expect((await get<NoticePage>('/notices', WORKER)).body.unread).to.equal(body.unread);
    });

    it('are announced to the person’s own screens at once', async () => {
      // given
      const [own, other] = [await listenTo(api.url, WORKER), await listenTo(api.url, ELSEWHERE)];

      // when
      await tell(WORKER, ['live']);

      // then
      await eventually(() => own.heard.some(({ event }) => event === 'notices-changed'));
      expect(other.heard.filter(({ event }) => event === 'notices-changed')).to.deep.equal([]);
      await Promise.all([own.stop(), other.stop()]);
    });

    it('show when their moment comes, without anybody asking', async () => {
      // given
      const deliverAt = new Date(engineClock.now().getTime() + 300);
      await db('staff_notices').insert({
        recipient: COLLEAGUE,
        kind: 'warn',
        created_at: engineClock.now(),
        deliver_at: deliverAt,
        email_state: 'waiting',
        once_key: 'waits',
      });
      const before = (await get<NoticePage>('/notices', COLLEAGUE)).body.items;

      // when
      const row = await eventually(() =>
        db('staff_notices').where({ once_key: 'waits' }).whereNotNull('delivered_at').first(),
      );

      // then
      expect(before.filter(({ kind }) => kind === 'warn')).to.deep.equal([]);
      expect(row.delivered_at).to.be.at.least(deliverAt);
    });

    it('show a request only to whom may see it now, in daily lists too', async () => {
      // given
      const [open, closed] = [
        await aRequest(db, { department: 'rmto-tehran' }),
        await aRequest(db, { department: 'rmto-tehran', confidential: true }),
      ];
      const { board } = anEscalation(db, { clock: engineClock });
      const recipient = ABOVE;
      const notice = { recipient, urgent: true, data: {} };
      const items = [open, closed].map(({ id }) => ({ requestId: id }));
      await db.transaction((tx) =>
        board.send(tx, [
          { ...notice, kind: 'warn', requestId: open.id, onceKey: 'open' },
          { ...notice, kind: 'warn', requestId: closed.id, onceKey: 'closed' },
          { ...notice, kind: 'digest', requestId: null, data: { count: 2, items }, onceKey: 'list' },
        ]),
      );

      // when
      const { body } = await get<NoticePage>('/notices', recipient);

      // then
      expect(JSON.stringify(body)).to.include(open.id).and.not.include(closed.id);
      const list = body.items.find(({ kind }) => kind === 'digest');
      expect(list?.data).to.deep.equal({ count: 1, items: [{ requestId: open.id }] });
      expect(body.items.map(({ kind }) => kind).sort()).to.deep.equal(['digest', 'warn']);
      expect(body.unread).to.equal(2);
    });

    it('do not take what is no cursor', async () => {
      const { status, body } = await get('/notices?after=abc', WORKER);
      expect([status, body.code]).to.deep.equal([400, 'invalid-input']);
    });
  });

  describe('absences', () => {
    const enter = (by: string, given: object) =>
      people.call<AbsenceView>(
        'POST',
        '/absences',
        { username: WORKER, from: later(0), until: later(48), ...given },
        { as: by },
      );

    it('are entered by a supervisor for the people of the own departments, with a substitute', async () => {
      // when
      const { status, body } = await enter(ABOVE, { substitute: COLLEAGUE });

      // then
      expect(status).to.equal(201);
      expect(body).to.include({ username: WORKER, substitute: COLLEAGUE, enteredBy: ABOVE });
      const listed = await get<AbsencePage>('/absences', HEAD);
      expect(listed.body.items.map(({ id }) => id)).to.deep.equal([body.id]);
    });

    it('are not a supervisor’s to enter or to see for other departments', async () => {
      // when
      const { status, body } = await enter(HEAD, { username: ELSEWHERE });
      const above = await enter(HEAD, { username: ABOVE });

      // then
      expect([status, body.code]).to.deep.equal([422, 'unknown-staff-member']);
      expect(above.status).to.equal(422);
      expect((await get<AbsencePage>('/absences', 'supervisor.railways')).body.items).to.deep.equal([]);
    });

    it('are refused with a substitute who works elsewhere, and when they end before they begin', async () => {
      // when
      const substitute = await enter(HEAD, { substitute: ELSEWHERE });
      const backwards = await enter(HEAD, { from: later(2), until: later(1) });

      // then
      expect([substitute.status, substitute.body.code]).to.deep.equal([422, 'substitute-not-eligible']);
      expect([backwards.status, backwards.body.code]).to.deep.equal([400, 'invalid-input']);
    });

    it('of whoever works on confidential matters need a substitute who does too', async () => {
      // given
      const [absent, deputy] = ['caseworker.staff-conduct', 'deputy.ministry'];
      const head = 'supervisor.staff-conduct';
      for (const by of [absent, head, deputy]) await people.call('GET', '/me', undefined, { as: by });

      // when
      const above = [head, 'admin'].map((by) => enter(by, { username: absent, substitute: deputy }));
      const beside = await enter(head, { username: absent, substitute: head });

      // then
      for (const { status, body } of await Promise.all(above))
        expect([status, body.code]).to.deep.equal([422, 'substitute-not-eligible']);
      expect(beside.status).to.equal(201);
    });

    it('are taken back by who may enter them', async () => {
      // given
      const { body } = await enter(HEAD, {});

      // when
      const stranger = await people.call('DELETE', `/absences/${body.id}`, undefined, {
        as: 'supervisor.railways',
      });
      await people.call('DELETE', `/absences/${body.id}`, undefined, { as: HEAD });

      // then
      expect([stranger.status, stranger.body.code]).to.deep.equal([404, 'absence-not-found']);
      expect(await db('staff_absences').where({ id: body.id })).to.deep.equal([]);
    });

    it('are nothing for caseworkers', async () => {
      expect((await enter(WORKER, {})).status).to.equal(403);
    });
  });

  describe('heads of departments', () => {
    const heads = async (department: string) =>
      (await get<{ items: DepartmentHead[] }>('/department-heads', 'admin')).body.items.filter(
        (head) => head.department === department,
      );
    const name = (department: string, by = 'admin') =>
      people.call(
        'PUT',
        `/department-heads/${department}`,
        { username: 'new.head', name: 'سر واحد' },
        { as: by },
      );

    it('are the supervisors who have signed in, until an administrator names one', async () => {
      // given
      const before = await heads('rmto-tehran');

      // when
      await name('rmto-tehran');

      // then
      expect(before.map(({ username, source }) => [username, source])).to.deep.equal([[HEAD, 'supervisor']]);
      expect((await heads('rmto-tehran')).map(({ username, source }) => [username, source])).to.deep.equal([
        ['new.head', 'named'],
      ]);
      await people.call('DELETE', '/department-heads/rmto-tehran', undefined, { as: 'admin' });
      expect(await heads('rmto-tehran')).to.deep.equal(before);
    });

    it('are not named for departments that do not exist, nor by supervisors', async () => {
      expect((await name('no-such-department')).status).to.equal(404);
      expect((await name('rmto', ABOVE)).status).to.equal(403);
    });
  });

  describe('stuck steps', () => {
    it('are listed for administrators, counted in the metrics, and sent again', async () => {
      // given
      const request = await aRequest(db);
      const [clock] = await db('sla_clocks')
        .insert({
          request_id: request.id,
          target: 'resolve',
          policy: 1,
          calendar: 'iran-office',
          calendar_version: 1,
          amount: 10,
          unit: 'days',
          started_at: '2026-01-01',
          segments: '[]',
          state: 'running',
          due_at: '2100-01-01',
        })
        .returning('id');
      const [step] = await db('sla_steps')
        .insert({
          clock: clock.id,
          request_id: request.id,
          target: 'resolve',
          step: 'warn',
          mode: 'notify',
          round: 0,
          due_at: '2026-01-01',
          fired_at: '2026-01-01',
          state: 'stuck',
          sends: 5,
        })
        .returning('id');

      // when
      const { body } = await get<StuckStepPage>('/sla-steps/stuck', 'admin');
      const metrics = await (await fetch(`${api.operationsUrl}/metrics`)).text();
      const again = () => people.call('POST', `/sla-steps/${step.id}/send-again`, undefined, { as: 'admin' });
      const [first, second] = [await again(), await again()];

      // then
      expect(body.items.map(({ id, trackingCode }) => [id, trackingCode])).to.deep.equal([
        [step.id, request.tracking_code],
      ]);
      expect(metrics).to.match(/^shahrah_stuck_sla_steps 1$/m);
      expect([second.status, second.body.code]).to.deep.equal([409, 'step-not-stuck']);
      expect(first.status).to.be.oneOf([0, 204]);
      expect(await db('outbox').where({ request_id: request.id, message_name: 'sla-step' })).to.have.length(
        1,
      );
      expect((await get('/sla-steps/stuck', ABOVE)).status).to.equal(403);
    });
  });
});
