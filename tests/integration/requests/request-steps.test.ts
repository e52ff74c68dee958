import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { RequestsService } from '#api/modules/requests/index.ts';
import { isDatabaseUnavailable } from '#api/platform/db.ts';
import { isFree, untilSomebodyWaits } from '#tests/support/checks/locks.ts';
import { aTask, someKey } from '#tests/support/fixtures/builders.ts';
import { aFiling, aRequestsService, countRows } from '#tests/support/fixtures/requests-service.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

describe('the steps of a process', () => {
  const database = useDatabase();
  let requests: RequestsService;

  before(() => {
    requests = aRequestsService(database.db);
  });

  const aRequest = async (): Promise<string> => (await requests.register(aFiling())).id;
  const read = (id: string) => database.db('requests').where({ id }).first();
  const kinds = (id: string) =>
    database.db('request_events').where({ request_id: id }).orderBy('id').pluck('kind');
  const key = () => ({ onceKey: randomUUID() });

  const routing = { department: 'rmto-tehran', priority: 'normal', rule: 'provincial-road' } as const;
  const route = async (requestId: string, given: object = {}) => {
    const step = { requestId, ...routing, ...key(), ...given };
    return (await requests.steps.recordRouting(step)).result;
  };

  async function submit(requestId: string, elementId: string, data: object): Promise<void> {
    await database.db('task_submissions').insert({
      id: randomUUID(),
      task_key: someKey(),
      request_id: requestId,
      element_id: elementId,
      data,
      submitted_by: 'caseworker.rmto',
      submitted_at: new Date(),
      state: 'pending',
    });
  }

  async function answer(requestId: string): Promise<void> {
    const data = { decision: 'answer', outcome: 'partly', text: 'تا پایان ماه انجام می‌شود.' };
    await submit(requestId, 'Task_HandleRequest', data);
    await requests.steps.deliverAnswer({ requestId, ...key() });
  }

  it('record who has the request, acknowledge it, and rank its open tasks anew', async () => {
    // given
    const requestId = await aRequest();
    const task = await aTask(database.db, { request: await read(requestId) });
    // when
    const result = await route(requestId, { priority: 'critical' });
    // then
    expect(result).to.equal('done');
    expect(await read(requestId)).to.include({
      status: 'in-progress',
      department: 'rmto-tehran',
      priority: 'critical',
      routing_rule: 'provincial-road',
      version: 2,
    });
    expect(await database.db('tasks').where({ task_key: task.task_key }).first()).to.include({
      priority_rank: 3,
    });
    const clock = await database
      .db('sla_clocks')
      .where({ request_id: requestId, target: 'acknowledge' })
      .first();
    expect(clock.met_at).to.be.an.instanceOf(Date);
  });

  it('route to nobody when nothing was decided or the department does not exist; that is reported once', async () => {
    // given
    const requestId = await aRequest();
    const report = { requestId, rule: 'undecided', ...key() };
    // when
    const results = [
      await route(requestId, { decided: false }),
      await route(requestId, { department: 'nowhere' }),
      await requests.steps.reportUndecided(report),
      await requests.steps.reportUndecided(report),
    ];
    // then
    expect(results).to.deep.equal(['skipped', 'skipped', 'done', 'already-done']);
    expect(await read(requestId)).to.include({ status: 'received', routing_rule: null });
    expect((await kinds(requestId)).filter((kind) => kind === 'routing-undecided')).to.have.length(1);
  });

  it('route to the department of the form of the triage, whatever the process tells', async () => {
    // given
    const requestId = await aRequest();
    await submit(requestId, 'Task_Triage', { department: 'railways', priority: 'high' });
    // when
    await route(requestId, { department: 'rmto-tehran', priority: 'normal', rule: 'provincial-road' });
    // then
    expect(await read(requestId)).to.include({ department: 'railways', priority: 'high' });
  });

  it('happen once, however often and at whatever moment their job is delivered', async () => {
    // given
    const requestId = await aRequest();
    const onceKey = randomUUID();
    // when
    const results = await Promise.all([1, 2, 3, 4].map(() => route(requestId, { onceKey })));
    const late = await route(requestId, { onceKey });
    // then
    expect(results.sort()).to.deep.equal(['already-done', 'already-done', 'already-done', 'done']);
    expect(late).to.equal('already-done');
    expect(await kinds(requestId)).to.deep.equal(['received', 'in-progress']);
  });

  it('write down who has the request after a transfer, and tell the citizen', async () => {
    // given
    const requestId = await aRequest();
    await route(requestId);
    await submit(requestId, 'Task_DecideTransfer', { assignTo: 'railways', reason: 'r' });
    // when
    await route(requestId, { department: 'railways', rule: 'transfer' });
    // then
    const last = await database
      .db('request_events')
      .where({ request_id: requestId })
      .orderBy('id', 'desc')
      .first();
    expect(last).to.include({ kind: 'transferred', public: true });
    expect(last.data).to.include({ from: 'rmto-tehran', department: 'railways' });
  });

  it('that come too late are written down and change nothing', async () => {
    // given
    const requestId = await aRequest();
    await route(requestId);
    await answer(requestId);
    await requests.steps.closeRequest({ requestId, reason: 'confirmed', ...key() });
    const before = await read(requestId);
    // when
    const results = [
      await requests.steps.askCitizen({ requestId, ...key() }),
      await requests.steps.deliverAnswer({ requestId, ...key() }),
      (await requests.steps.closeRequest({ requestId, reason: 'time-out', ...key() })).result,
      await route(requestId),
    ];
    // then
    expect(results).to.deep.equal(['skipped', 'skipped', 'skipped', 'skipped']);
    expect(await read(requestId)).to.deep.equal(before);
    expect((await kinds(requestId)).filter((kind) => kind === 'step-skipped')).to.have.length(4);
  });

  it('meet the deadline with the answer, and run on after a reopening', async () => {
    // given
    const requestId = await aRequest();
    const resolve = () =>
      database.db('sla_clocks').where({ request_id: requestId, target: 'resolve' }).first();
    await route(requestId);
    // when
    await answer(requestId);
    const answered = await resolve();
    await requests.steps.reopenWork({ requestId, ...key() });
    const reopened = await resolve();
    // then
    expect(answered.met_at).to.be.an.instanceOf(Date);
    expect(answered.state).to.equal('met');
    expect(reopened).to.include({ state: 'running', met_at: null });
    expect(reopened.started_at).to.deep.equal(answered.started_at);
    expect(await read(requestId)).to.include({ status: 'in-progress', outcome: null, reopenings: 1 });
  });

  it('leave nothing behind when one of them fails', async () => {
    // given
    const requestId = await aRequest();
    await route(requestId);
    const before = await countRows(database.db);
    const asked = requests.steps.askCitizen({ requestId, ...key() });
    // when
    const failure = await asked.then(
      () => undefined,
      (thrown: Error) => thrown.constructor.name,
    );
    // then
    expect(failure).to.equal('SubmissionMissing');
    expect(await countRows(database.db)).to.deep.equal(before);
  });

  describe('that come at once', () => {
    /** The transaction that wrote the step down, each step's. */
    const transactionsOf = async (keys: readonly string[]): Promise<string[]> => {
      const { rows } = await database.db.raw<{ rows: { transaction: string }[] }>(
        'select xmin::text as transaction from request_events where once_key = any(?)',
        [[...keys]],
      );
      return rows.map(({ transaction }) => transaction);
    };

    it('go in one transaction', async () => {
      // given
      const ids = await Promise.all([1, 2, 3].map(aRequest));
      const steps = ids.map((requestId) => ({ requestId, ...routing, ...key() }));
      // when
      const told = await Promise.all(steps.map(requests.steps.recordRouting));
      // then
      expect(told.map(({ result }) => result)).to.deep.equal(['done', 'done', 'done']);
      const transactions = await transactionsOf(steps.map(({ onceKey }) => onceKey));
      expect(transactions).to.have.length(3);
      expect(new Set(transactions)).to.have.property('size', 1);
    });

    it('stand by themselves: what one cannot do is not undone for the others', async () => {
      // given
      const ids = await Promise.all([1, 2].map(aRequest));
      const asked = { requestId: await aRequest(), ...key() };
      await route(asked.requestId);
      // when
      const ends = await Promise.allSettled([
        route(ids[0] as string),
        requests.steps.askCitizen(asked),
        route(ids[1] as string),
        route(randomUUID()),
      ]);
      // then
      expect(
        ends.map((end) => (end.status === 'fulfilled' ? end.value : (end.reason as Error).constructor.name)),
      ).to.deep.equal(['done', 'SubmissionMissing', 'done', 'RequestNotFound']);
      for (const id of ids) expect(await read(id)).to.include({ status: 'in-progress' });
      expect(await kinds(asked.requestId)).not.to.include('question');
    });

    it('take their requests in the order of their ids, so that two transactions never wait for each other', async () => {
      // given
      const [first, second] = (await Promise.all([1, 2].map(aRequest))).sort() as [string, string];
      let taken: Promise<unknown> | undefined;
      await database.db.transaction(async (tx) => {
        await tx('requests').where({ id: first }).forUpdate().first();
        // when
        taken = Promise.all([second, first].map((requestId) => route(requestId)));
        await untilSomebodyWaits(database.db);
        // then
        expect(await isFree(database.db, second)).to.equal(true);
      });
      expect(await taken).to.deep.equal(['done', 'done']);
    });

    it('do not wait for a request that somebody holds, but for the one that is a step with it', async () => {
      // given
      const [held, free] = (await Promise.all([1, 2].map(aRequest))) as [string, string];
      let waiting: Promise<unknown> | undefined;
      await database.db.transaction(async (tx) => {
        await tx('requests').where({ id: held }).forUpdate().first();
        // when
        waiting = route(held);
        // then
        expect(await route(free)).to.equal('done');
      });
      expect(await waiting).to.equal('done');
    }).timeout(10_000);

    it('are not taken again when the connection is lost with the commit, which may have been carried out', async () => {
      // given
      const ids = await Promise.all([1, 2, 3].map(aRequest));
      await database.db.raw(`
        create sequence commits;
        create function lose_connection() returns trigger language plpgsql as $$
        begin
          if nextval('commits') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
          return null;
        end $$;
        create constraint trigger loses after insert on request_events deferrable initially deferred
          for each row execute function lose_connection()`);
      // when
      const ends = await Promise.allSettled(ids.map((id) => route(id)));
      // then
      expect(ends.map((end) => end.status === 'rejected' && isDatabaseUnavailable(end.reason))).to.deep.equal(
        [true, true, true],
      );
      await eventually(() =>
        database.db.raw('drop trigger loses on request_events').then(Boolean, () => false),
      );
      for (const id of ids) expect(await read(id)).to.include({ status: 'received' });
    });

    it('follow each other when they are steps with one request', async () => {
      // given
      const requestId = await aRequest();
      const steps = ['rmto-tehran', 'railways'].map((department) => ({
        ...routing,
        requestId,
        department,
        ...key(),
      }));
      // when
      await Promise.all(steps.map(requests.steps.recordRouting));
      // then
      expect(new Set(await transactionsOf(steps.map(({ onceKey }) => onceKey)))).to.have.property('size', 1);
      expect(await kinds(requestId)).to.deep.equal(['received', 'in-progress', 'transferred']);
    });
  });
});
