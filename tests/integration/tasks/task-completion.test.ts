import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { SETTLE_SUBMISSIONS } from '#api/modules/tasks/index.ts';
import { addJob } from '#api/platform/jobs.ts';
import { fakeUserTaskApi } from '#tests/support/fakes/fake-user-task-api.ts';
import { aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';

const ME = 'caseworker.rmto';
const ANSWER = {
  decision: 'answer',
  outcome: 'resolved',
  text: 'چاله پر شد.',
  evidence: 'گزارش بازدید ۱۲',
};

describe('completing a task', () => {
  let now = Date.now();
  const clock = { now: () => new Date(now) };
  const database = useDatabase();
  const peer = useFixture(
    () => fakeUserTaskApi(database.db),
    (api) => api.close(),
  );
  const { call } = useApi({ database, clock, config: () => ({ ZEEBE_REST_URL: peer.url }) });

  beforeEach(() => {
    now = Date.now();
    peer.behave('carry-out');
  });

  async function myTask(given: Record<string, unknown> = {}): Promise<string> {
    const request = await aRequest(database.db);
    return (await aTask(database.db, { request, assignee: ME, ...given })).task_key;
  }

  /** What is left of a submission when the node is gone that sent it to the engine. */
  async function aPendingSubmission(key: string, id: string = randomUUID()): Promise<void> {
    const { request_id } = await database.db('tasks').where('task_key', key).first();
    await database.db('task_submissions').insert({
      id,
      task_key: key,
      request_id,
      element_id: 'Task_HandleRequest',
      form_key: 'citizen-request/handle',
      data: ANSWER,
      submitted_by: ME,
      submitted_at: new Date(now),
      state: 'pending',
    });
  }

  const complete = (key: string, body: object) =>
    call('POST', `/api/tasks/${key}/complete`, { expectedVersion: 1, data: ANSWER, ...body }, { as: ME });

  const commandsOf = (key: string) => peer.done.filter(({ taskKey }) => taskKey === key);
  const submissionsOf = (key: string) =>
    database.db('task_submissions').where('task_key', key).select('id', 'state');

  it('keeps the whole form, and gives the engine its routing facts only', async () => {
    // given
    const key = await myTask();
    const submissionId = randomUUID();

    // when
    const { status, body } = await complete(key, { submissionId });

    // then
    expect(status).to.equal(200);
    expect(body).to.deep.include({ pending: false });
    expect(body.task.state).to.equal('completed');
    expect(commandsOf(key).map((one) => one.body)).to.deep.equal([
      { variables: { decision: 'answer' }, action: submissionId },
    ]);
    const [kept] = await database.db('task_submissions').where('task_key', key);
    expect(kept).to.deep.include({ id: submissionId, state: 'accepted', data: ANSWER, submitted_by: ME });
  });

  it('answers a submission that is sent again with its first result, and does nothing twice', async () => {
    // given
    const key = await myTask();
    const submissionId = randomUUID();
    const first = await complete(key, { submissionId });

    // when
    const second = await complete(key, { submissionId });

    // then
    expect(second.status).to.equal(200);
    expect(second.body).to.deep.equal(first.body);
    expect(commandsOf(key)).to.have.length(1);
  });

  it('learns from the read side that a command got through whose answer was lost', async () => {
    // given
    const key = await myTask();
    peer.behave('lose-answer');

    // when
    const { status, body } = await complete(key, { submissionId: randomUUID() });

    // then
    expect(status).to.equal(200);
    expect(body.task.state).to.equal('completed');
    expect((await submissionsOf(key)).map(({ state }) => state)).to.deep.equal(['accepted']);
  });

  it('finishes a completion that is sent again after the engine was away', async () => {
    // given
    const key = await myTask();
    const submissionId = randomUUID();
    peer.behave('refuse');
    const away = await complete(key, { submissionId });

    // when
    peer.behave('carry-out');
    const again = await complete(key, { submissionId });

    // then
    expect([away.status, away.body.code]).to.deep.equal([503, 'engine-unavailable']);
    expect(again.status).to.equal(200);
    expect(commandsOf(key)).to.have.length(1);
    expect(await submissionsOf(key)).to.deep.equal([{ id: submissionId, state: 'accepted' }]);
  });

  it('completes once when the answer and the record of the first try were late, and it was sent again', async () => {
    // given
    const key = await myTask();
    const submissionId = randomUUID();
    peer.behave('lose-both');
    const first = await complete(key, { submissionId });
    peer.behave('carry-out');

    // when
    const tooEarly = await complete(key, { submissionId });
    await peer.release();
    const later = await complete(key, { submissionId });

    // then
    expect([first.status, first.body.code, first.body.submissionId]).to.deep.equal([
      503,
      'engine-unavailable',
      submissionId,
    ]);
    expect(tooEarly.status).to.equal(503);
    expect(later.status).to.equal(200);
    expect(commandsOf(key)).to.have.length(1);
    expect(await submissionsOf(key)).to.deep.equal([{ id: submissionId, state: 'accepted' }]);
  });

  it('does not give a submission up whose first try may have got through, when the engine is away at the second', async () => {
    // given
    const key = await myTask();
    const submissionId = randomUUID();
    peer.behave('lose-both');
    await complete(key, { submissionId });
    peer.behave('refuse');
    const away = await complete(key, { submissionId });

    // when
    peer.behave('carry-out');
    await peer.release();
    const later = await complete(key, { submissionId });

    // then
    expect(away.status).to.equal(503);
    expect(later.status).to.equal(200);
    expect(commandsOf(key)).to.have.length(1);
    expect(await submissionsOf(key)).to.deep.equal([{ id: submissionId, state: 'accepted' }]);
  });

  it('says so when the engine has taken it but the read side does not show it yet', async () => {
    // given
    const key = await myTask();
    peer.behave('late-record');

    // when
    const early = await complete(key, { submissionId: randomUUID() });
    await peer.release();
    const later = await call('GET', `/api/tasks/${key}`, undefined, { as: ME });

    // then
    expect([early.status, early.body.pending]).to.deep.equal([200, true]);
    expect(later.body.state).to.equal('completed');
  });

  it('does not pass off a second submission as done when the first one completed the task', async () => {
    // given
    const key = await myTask();
    await complete(key, { submissionId: randomUUID() });

    // when
    const { status, body } = await complete(key, { submissionId: randomUUID(), expectedVersion: 2 });

    // then
    expect([status, body.code]).to.deep.equal([404, 'task-not-found']);
  });

  it('lets one of two submissions through that come at the same moment', async () => {
    // given
    const key = await myTask();

    // when
    const answers = await Promise.all([
      complete(key, { submissionId: randomUUID() }),
      complete(key, { submissionId: randomUUID(), data: { ...ANSWER, text: 'پاسخ دیگر' } }),
    ]);

    // then
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    expect(commandsOf(key)).to.have.length(1);
    const states = (await submissionsOf(key)).map(({ state }) => state);
    expect(states.filter((state) => state === 'accepted')).to.have.length(1);
  });

  it('makes room for a new submission once an abandoned one cannot do anything any more', async () => {
    // given
    const key = await myTask();
    await aPendingSubmission(key);
    const tooEarly = await complete(key, { submissionId: randomUUID() });

    // when
    now += 60_000;
    const later = await complete(key, { submissionId: randomUUID() });

    // then
    expect([tooEarly.status, tooEarly.body.code]).to.deep.equal([409, 'task-being-completed']);
    expect(later.status).to.equal(200);
  });

  it('settles a submission whose sender never asked again, by what the read side shows', async () => {
    // given
    const ends = [
      { state: 'completed', sent: randomUUID(), by: 'this', settled: 'accepted', noted: ['completed'] },
      { state: 'completed', sent: randomUUID(), by: 'another', settled: 'refused', noted: [] },
      { state: 'canceled', sent: randomUUID(), by: 'another', settled: 'refused', noted: [] },
      { state: 'created', sent: randomUUID(), by: 'another', settled: 'pending', noted: [] },
    ];
    const keys = await Promise.all(
      ends.map(async ({ state, sent, by }) => {
        const key = await myTask({ state, last_action: by === 'this' ? sent : by });
        await aPendingSubmission(key, sent);
        return key;
      }),
    );

    // when
    now += 60_000;
    await addJob(database.db, SETTLE_SUBMISSIONS, {});

    // then
    await eventually(async () => {
      const found = await database.db('task_submissions').whereIn('task_key', keys).pluck('state');
      expect(found).to.have.members(ends.map(({ settled }) => settled));
      return true;
    });
    for (const [at, { sent, settled, noted }] of ends.entries()) {
      expect(await submissionsOf(keys[at] ?? '')).to.deep.equal([{ id: sent, state: settled }]);
      const notes = database.db('request_events').where('once_key', `submission:${sent}`).pluck('kind');
      expect(await notes).to.deep.equal(noted);
    }
  });

  it('refuses a submission id that belongs to something else', async () => {
    // given
    const key = await myTask();
    const submissionId = randomUUID();
    await complete(key, { submissionId });

    // when
    const { status, body } = await complete(key, {
      submissionId,
      data: { ...ANSWER, text: 'something else' },
    });

    // then
    expect([status, body.code]).to.deep.equal([409, 'submission-reused']);
  });

  it('lets nobody complete who does not hold the task', async () => {
    // given
    const key = await myTask({ assignee: null });

    // when
    const { status, body } = await complete(key, {});

    // then
    expect([status, body.code]).to.deep.equal([403, 'not-your-task']);
    expect(commandsOf(key)).to.be.empty;
  });

  for (const [what, data, path, rule] of [
    ['a missing answer text', { decision: 'answer', outcome: 'resolved' }, '/data/text', 'required'],
    ['an unknown decision', { decision: 'shred' }, '/data/decision', 'const'],
    ['a field of another branch', { ...ANSWER, question: 'چرا؟' }, '/data/question', 'additionalProperties'],
    ['an over-long answer', { ...ANSWER, text: 'ب'.repeat(4001) }, '/data/text', 'maxLength'],
    [
      'a transfer to no department',
      { decision: 'transfer', transferTo: 'no-such-place', reason: 'x' },
      '/data/transferTo',
      'department',
    ],
  ] as const) {
    it(`refuses ${what} and keeps nothing`, async () => {
      // given
      const key = await myTask();

      // when
      const { status, body } = await complete(key, { data });

      // then
      expect([status, body.code]).to.deep.equal([400, 'invalid-input']);
      const found = body.errors.map((error: { path: string; rule: string }) => `${error.path} ${error.rule}`);
      expect(found).to.include(`${path} ${rule}`);
      expect(await submissionsOf(key)).to.be.empty;
      expect(commandsOf(key)).to.be.empty;
    });
  }
});
