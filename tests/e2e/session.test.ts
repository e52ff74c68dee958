import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { signIn, type Visitor } from '../support/browser.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { asAdministrator, getAsAdministrator } from '../support/sign-in/accounts.ts';
import { eventually } from '../support/wait.ts';

type Client = { id: string; attributes: Record<string, string> };
type Role = { id: string; name: string };

/** Lifetime of access tokens, so that many follow each other in a test; in operation it is a minute. */
const LIFE_SECONDS = 4;
/** Half of it is left to hand a stream over from token to token, also on a machine that is busy. */
const LIFE_OF_STREAMS_SECONDS = 12;
/** Longer than two of them live, and than the screens need. */
const PATIENCE = { timeout: 90_000 };

const ENDED = 'نشست شما پایان یافته است';
const TEXT = 'چاله در کدام سمت جاده است، و از چه زمانی آنجاست؟';

describe('the session of somebody at the desk', function () {
  this.timeout(180_000);
  const username = `officer-${process.pid}`;
  const harness = useBrowserHarness();
  let client: Client;
  let userId: string;
  let role: Role;

  const live = (lifespan: number | '') =>
    asAdministrator('PUT', `/clients/${client.id}`, {
      ...client,
      attributes: { ...client.attributes, 'access.token.lifespan': String(lifespan) },
    });

  before(async () => {
    const [found] = await getAsAdministrator<Client[]>('/clients?clientId=shahrah-ui');
    if (!found) throw new Error('the realm has no client shahrah-ui');
    client = found;
    role = await getAsAdministrator<Role>('/roles/caseworker');
  });

  beforeEach(async () => {
    await live(LIFE_SECONDS);
    await asAdministrator('POST', '/users', {
      username,
      email: `${username}@shahrah.example`,
      firstName: 'مینا',
      lastName: 'راد',
      enabled: true,
      groups: ['/ministry/rmto/rmto-tehran'],
      credentials: [{ type: 'password', value: 'shahrah', temporary: false }],
    });
    const [user] = await getAsAdministrator<{ id: string }[]>(`/users?username=${username}&exact=true`);
    userId = user?.id ?? '';
    await asAdministrator('POST', `/users/${userId}/role-mappings/realm`, [role]);
  });

  afterEach(async () => {
    await asAdministrator('DELETE', `/users/${userId}`);
  });

  after(() => live(''));

  const question = ({ page }: Visitor) => page.getByRole('textbox', { name: 'پرسش از شهروند' });

  /** Somebody who has taken a task and begun to write, and what the browser has asked since. */
  async function writer(): Promise<Visitor & { asked: string[]; left: () => number }> {
    const { trackingCode } = await harness.file();
    const visitor = await harness.visitor();
    const { page } = visitor;
    await signIn(visitor, username);
    const key = await eventually(async () => {
      const row = await harness.database
        .db('tasks as t')
        .join('requests as r', 'r.id', 't.request_id')
        .where({ 'r.tracking_code': trackingCode, 't.state': 'created' })
        .first<{ task_key: string } | undefined>('t.task_key');
      return row?.task_key;
    }, PATIENCE);
    await page.locator(`[data-row="${key}"]`).click();
    await page.getByRole('button', { name: 'برداشتن کار' }).click();
    await page.getByRole('radio', { name: 'پرسش از شهروند' }).check();
    await question(visitor).fill(TEXT);
    const asked: string[] = [];
    let navigations = 0;
    page.on('request', (one) => asked.push(`${one.method()} ${new URL(one.url()).pathname}`));
    page.on('framenavigated', () => (navigations += 1));
    return { ...visitor, asked, left: () => navigations };
  }

  it('goes on from token to token: nobody notices, nothing is read again, and nothing typed is lost', async () => {
    // given
    await live(LIFE_OF_STREAMS_SECONDS);
    const visitor = await writer();
    const { page, asked, left } = visitor;
    const streams = () => asked.filter((one) => one === 'GET /api/events').length;
    // What changed because the task was taken is read again by then.
    await eventually(() => streams() > 0, PATIENCE);
    asked.length = 0;

    // when
    await eventually(() => streams() >= 4, PATIENCE);

    // then
    expect(asked.filter((one) => one.endsWith('/protocol/openid-connect/token'))).not.to.have.length(0);
    expect(asked.filter((one) => one === 'GET /api/tasks')).to.deep.equal([]);
    expect(await question(visitor).inputValue()).to.equal(TEXT);
    expect(await page.getByText(ENDED).count()).to.equal(0);
    expect(left()).to.equal(0);
    await page.getByRole('button', { name: 'ثبت و انجام کار' }).click();
    await page.getByRole('alert').getByText('کار انجام شد').waitFor();
  });

  it('outlasts a Keycloak that cannot be reached for longer than a token lives', async () => {
    // given
    const visitor = await writer();
    const { page } = visitor;
    const endpoint = '**/protocol/openid-connect/token';
    let refused = 0;
    await page.route(endpoint, (route) => {
      refused += 1;
      return route.abort();
    });

    // when
    const until = Date.now() + 2 * LIFE_SECONDS * 1000;
    await eventually(() => refused > 0 && Date.now() > until, PATIENCE);
    await page.unroute(endpoint);

    // then
    await page.getByRole('button', { name: 'ثبت و انجام کار' }).click();
    await page.getByRole('alert').getByText('کار انجام شد').waitFor();
    expect(await page.getByText(ENDED).count()).to.equal(0);
  });

  for (const [what, fault] of Object.entries({
    'whose session was ended elsewhere': () => asAdministrator('POST', `/users/${userId}/logout`),
    'whose account was closed': () => asAdministrator('PUT', `/users/${userId}`, { enabled: false }),
  }))
    it(`tells somebody ${what}, and keeps what was typed`, async () => {
      // given
      const visitor = await writer();
      const { page, left } = visitor;

      // when
      await fault();

      // then
      await page.getByText(ENDED).waitFor(PATIENCE);
      expect(await question(visitor).inputValue()).to.equal(TEXT);
      expect(left()).to.equal(0);
    });

  it('shows somebody who has lost the role no more of the desk, without signing in again', async () => {
    // given
    const { page, asked } = await writer();

    // when
    await asAdministrator('DELETE', `/users/${userId}/role-mappings/realm`, [role]);

    // then
    await page.getByText('نقشی').first().waitFor(PATIENCE);
    expect(asked).to.include('GET /api/me');
    expect(await page.getByRole('textbox').count()).to.equal(0);
  });
});
