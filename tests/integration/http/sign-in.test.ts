import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { staffRepo } from '#api/modules/staff/staff.repo.ts';
import { startApi } from '#tests/support/api.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { tokenOf } from '#tests/support/sign-in/tokens.ts';

const FIRST_SIGN_INS = 10;
const CALLS = [1, 2, 3, 4];

type Person = { username: string; roles: string[]; departments: string[] };

const PEOPLE = JSON.parse(
  readFileSync(new URL('../../../stack/realm/demo-people.json', import.meta.url), 'utf8'),
) as Person[];

describe('signing in', () => {
  const { database, call } = useApi();

  for (const { username, roles, departments } of PEOPLE) {
    it(`knows ${username} with roles and departments`, async () => {
      // when
      const { status, body } = await call('GET', '/api/me', undefined, { as: username });

      // then
      expect(status).to.equal(200);
      expect(body.username).to.equal(username);
      expect(body.roles).to.have.members(roles);
      expect(body.departments.map(({ slug }: { slug: string }) => slug)).to.have.members(departments);
    });
  }

  it('remembers who has signed in, so that work can be given to them', async () => {
    // when
    await call('GET', '/api/me', undefined, { as: 'agent' });

    // then
    const row = await database.db('staff').where('username', 'agent').first();
    expect(row.roles).to.deep.equal(['agent']);
    expect(row.departments).to.deep.equal(['contact-centre']);
  });

  it('remembers somebody once whose first calls come at once', async () => {
    // given
    const { db } = database;
    const newcomer = (n: number) => ({
      id: `subject-${n}`,
      username: `newcomer.${n}`,
      name: 'Newcomer',
      roles: [],
      departments: [],
    });

    // when
    for (let n = 0; n < FIRST_SIGN_INS; n += 1)
      await Promise.all(CALLS.map(() => staffRepo(db).upsert(newcomer(n), new Date())));

    // then
    const names = await db('staff').whereLike('username', 'newcomer.%').pluck('username');
    expect(names).to.have.length(FIRST_SIGN_INS);
  });

  it('follows an account that was renamed', async () => {
    // given
    await call('GET', '/api/me', undefined, { as: 'manager' });
    await database.db('staff').where('username', 'manager').update({ username: 'manager.before' });

    // when
    const token = await tokenOf('manager');
    const again = await startApi({ database, config: { ENGINE_RECORDS_PORT: 0 } });
    await fetch(`${again.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    await again.close();

    // then
    const names = await database.db('staff').whereLike('username', 'manager%').pluck('username');
    expect(names).to.deep.equal(['manager']);
  });

  it('asks for a sign-in, in the way browsers understand', async () => {
    // when
    const { status, body, headers } = await call('GET', '/api/tasks?scope=mine');

    // then
    expect([status, body.code]).to.deep.equal([401, 'not-signed-in']);
    expect(headers.get('www-authenticate')).to.match(/^Bearer/);
  });

  for (const [what, change] of [
    ['cut', (token: string) => token.slice(0, -20)],
    ['changed', (token: string) => token.replace(/\.[^.]{12}/, '.eyJleHAiOjk5')],
    ['no', () => 'nonsense'],
  ] as const) {
    it(`refuses a ${what} token`, async () => {
      // given
      const authorization = `Bearer ${change(await tokenOf('admin'))}`;

      // when
      const { status, body } = await call('GET', '/api/me', undefined, { headers: { authorization } });

      // then
      expect([status, body.code]).to.deep.equal([401, 'not-signed-in']);
    });
  }

  it('refuses a bad token also where none is needed, so that nobody files as somebody else without noticing', async () => {
    // when
    const { status } = await call(
      'POST',
      '/api/requests',
      {},
      { headers: { authorization: 'Bearer nonsense' } },
    );

    // then
    expect(status).to.equal(401);
  });

  it('reads no body of who is not signed in', async () => {
    // when
    const { status, body } = await call('POST', '/api/tasks/1/claim', undefined, { raw: '{"broken' });

    // then
    expect([status, body.code]).to.deep.equal([401, 'not-signed-in']);
  });

  for (const [username, method, path, status] of [
    ['analyst', 'GET', '/api/tasks?scope=mine', 403],
    ['analyst', 'GET', '/api/requests', 403],
    ['analyst', 'GET', '/api/events', 403],
    ['manager', 'POST', '/api/tasks/1/claim', 403],
    ['admin', 'POST', '/api/tasks/1/complete', 403],
    ['caseworker.rmto', 'POST', '/api/tasks/1/assign', 403],
    ['agent', 'GET', '/api/departments/rmto/staff', 403],
    ['supervisor.rmto', 'GET', '/api/departments/railways/staff', 403],
    ['supervisor.rmto', 'GET', '/api/departments/nowhere/staff', 404],
    ['supervisor.rmto', 'GET', '/api/departments/rmto-qom/staff', 200],
  ] as const) {
    it(`answers ${username} ${method} ${path} with ${status}`, async () => {
      // when
      const answer = await call(method, path, method === 'POST' ? {} : undefined, { as: username });

      // then
      expect(answer.status).to.equal(status);
    });
  }
});
