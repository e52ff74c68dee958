import { expect } from 'chai';
import { before, beforeEach, describe, it } from 'mocha';
import { fakeUserTaskApi } from '#tests/support/fakes/fake-user-task-api.ts';
import { aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { seedStaffSignIns } from '#tests/support/fixtures/seed-staff.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

const FIRST = 'caseworker.rmto-tehran';
const OTHER = 'caseworker.rmto-tehran-2';
const SUPERVISOR = 'supervisor.rmto';
const ANSWER = { decision: 'answer', outcome: 'not-admissible', text: 'قابل رسیدگی نیست.' };

describe('work that somebody else must do', () => {
  const database = useDatabase();

  before(() => seedStaffSignIns(database.db));

  const peer = useFixture(
    () => fakeUserTaskApi(database.db),
    (api) => api.close(),
  );
  const { call } = useApi({ database, config: () => ({ ZEEBE_REST_URL: peer.url }) });

  beforeEach(() => peer.behave('carry-out'));

  async function aReopenedTask(request: object = {}, task: object = {}): Promise<string> {
    const columns = { department: 'rmto-tehran', status: 'in-progress', reopenings: 1, answered_by: [FIRST] };
    const row = await aRequest(database.db, { ...columns, ...request });
    return (await aTask(database.db, { request: row, queue: 'rmto-tehran', ...task })).task_key;
  }

  const post = (as: string, key: string, command: string, body: object = {}) =>
    call('POST', `/api/tasks/${key}/${command}`, { expectedVersion: 1, ...body }, { as });
  const commandsOf = (key: string) => peer.done.filter(({ taskKey }) => taskKey === key);

  it('is not claimed by who answered last, and the task says why before it is tried', async () => {
    // given
    const key = await aReopenedTask();

    // when
    const seen = await call('GET', `/api/tasks/${key}`, undefined, { as: FIRST });
    const listed = await call('GET', '/api/tasks?scope=unassigned&limit=200', undefined, { as: FIRST });
    const claimed = await post(FIRST, key, 'claim');

    // then
    expect(seen.body.barred).to.equal('answered-before');
    expect(listed.body.items.find((task: { key: string }) => task.key === key).barred).to.equal(
      'answered-before',
    );
    expect([claimed.status, claimed.body.code]).to.deep.equal([403, 'another-officer-required']);
    expect(commandsOf(key)).to.deep.equal([]);
  });

  it('is claimed and completed by another', async () => {
    // given
    const key = await aReopenedTask();

    // when
    const claimed = await post(OTHER, key, 'claim');
    const completed = await post(OTHER, key, 'complete', {
      data: ANSWER,
      expectedVersion: claimed.body.task.version,
    });

    // then
    expect([claimed.status, claimed.body.task.barred, completed.status]).to.deep.equal([200, null, 200]);
  });

  it('is not given to who answered last by a supervisor, who may take it', async () => {
    // given
    const key = await aReopenedTask();

    // when
    const given = await post(SUPERVISOR, key, 'assign', { assignee: FIRST });
    const taken = await post(SUPERVISOR, key, 'assign', { assignee: SUPERVISOR });

    // then
    expect([given.status, given.body.code]).to.deep.equal([403, 'another-officer-required']);
    expect(taken.status).to.equal(200);
  });

  it('is not completed by who answered last, even by who holds it already', async () => {
    // given
    const key = await aReopenedTask({}, { assignee: FIRST });

    // when
    const { status, body } = await post(FIRST, key, 'complete', { data: ANSWER });

    // then
    expect([status, body.code]).to.deep.equal([403, 'another-officer-required']);
    expect(commandsOf(key)).to.deep.equal([]);
  });

  it('is for who answered an earlier time again, but not in an appeal or after one', async () => {
    // given
    const answeredBy = [FIRST, OTHER];
    const claims = [];
    for (const request of [
      { reopenings: 2, appeal_state: 'none' },
      { reopenings: 0, appeal_state: 'pending' },
      { reopenings: 0, appeal_state: 'upheld' },
      { reopenings: 0, appeal_state: 'none' },
    ]) {
      const key = await aReopenedTask({ ...request, answered_by: answeredBy });

      // when
      claims.push((await post(FIRST, key, 'claim')).status);
    }

    // then
    expect(claims).to.deep.equal([200, 403, 403, 200]);
  });

  it('is checked against the rules of closing, which the form does not know', async () => {
    // given
    const key = await aReopenedTask({ service: 'road-safety-signs' }, { assignee: OTHER });

    // when
    const { status, body } = await post(OTHER, key, 'complete', {
      data: { decision: 'answer', outcome: 'resolved', text: 'انجام شد.' },
    });

    // then
    expect([status, body.code]).to.deep.equal([400, 'invalid-input']);
    expect(body.errors.map(({ path }: { path: string }) => path)).to.deep.equal(['/data/evidence']);
    expect(await database.db('task_submissions').where({ task_key: key })).to.deep.equal([]);
  });
});
