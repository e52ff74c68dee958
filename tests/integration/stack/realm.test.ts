import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { demoPeople, needsSecondFactor } from '#stack/realm/realm.ts';
import {
  type Account,
  anAccount,
  asAdministrator,
  getAsAdministrator,
  giveRoles,
} from '#tests/support/sign-in/accounts.ts';
import {
  aSession,
  askForTokens,
  askToSignIn,
  type Grant,
  openTab,
  tokenOf,
} from '#tests/support/sign-in/tokens.ts';

interface Claims {
  readonly aud: string;
  readonly name: string;
  readonly locale: string;
  readonly amr: readonly string[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

const claimsIn = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;

const PASSWORD_GRANT = { grant_type: 'password', username: 'agent', password: 'shahrah' };

const refresh = (refresh_token: string): Promise<Response> =>
  askForTokens({ grant_type: 'refresh_token', refresh_token });

async function signedIn(username: string): Promise<ReturnType<typeof aSession>> {
  const session = aSession(username);
  await session.token();
  return session;
}

/** What is left of it when a busy Keycloak says so. */
const ABOUT_A_MINUTE = [50, 60] as const;

describe('the realm, imported', () => {
  for (const person of demoPeople()) {
    it(`tells the api who ${person.username} is`, async () => {
      // when
      const claims = claimsIn(await tokenOf(person.username));

      // then
      expect(claims.aud).to.equal('shahrah-api');
      expect(claims.roles).to.have.members([
        ...person.roles,
        ...(needsSecondFactor(person) ? ['second-factor'] : []),
      ]);
      expect(claims.amr).to.deep.equal(needsSecondFactor(person) ? ['pwd', 'mfa'] : ['pwd']);
      expect(claims.groups).to.have.members(person.departments);
      expect(claims.name).to.equal(`${person.firstName} ${person.lastName}`);
      expect(claims.locale).to.equal('fa');
    });
  }

  it('shows the sign-in page in Persian, from right to left', async () => {
    // when
    const page = await (await askToSignIn()).text();

    // then
    expect(page).to.match(/<html[^>]*lang="fa"[^>]*dir="rtl"/);
  });

  it('refuses a sign-in without proof of the browser (PKCE)', async () => {
    // when
    const response = await askToSignIn({ code_challenge: '', code_challenge_method: '' });

    // then
    expect(response.headers.get('location'))
      .to.contain('error=invalid_request')
      .and.contain('code_challenge_method');
  });

  it('sends nobody to a foreign address', async () => {
    // when
    const response = await askToSignIn({ redirect_uri: 'https://elsewhere.example/' });

    // then
    expect(response.status).to.equal(400);
    expect(response.headers.get('location')).to.equal(null);
  });

  it('gives nobody a token for a password, whichever client asks', async () => {
    for (const { clientId } of await getAsAdministrator<{ clientId: string }[]>('/clients')) {
      // when
      const { status } = await askForTokens({ ...PASSWORD_GRANT, client_id: clientId });

      // then
      expect(status, clientId).to.be.within(400, 401);
    }
    const clients = await getAsAdministrator<{ directAccessGrantsEnabled: boolean }[]>('/clients');
    expect(clients.filter((client) => client.directAccessGrantsEnabled)).to.deep.equal([]);
  });

  it('gives tokens that live for a minute, and none that outlives the session', async () => {
    // when
    const { expires_in } = await openTab(await signedIn('agent'));
    const offline = await askToSignIn({ scope: 'openid offline_access' });

    // then
    expect(expires_in).to.be.within(...ABOUT_A_MINUTE);
    expect(offline.headers.get('location')).to.contain('error=invalid_scope');
  });

  it('changes the refresh token each time, in each tab for itself, and takes none twice', async () => {
    // given
    const session = await signedIn('agent');
    const tabs = [await openTab(session), await openTab(session)] as const;

    const renew = async ({ refresh_token }: Grant) => (await (await refresh(refresh_token)).json()) as Grant;

    // when
    const once = [await renew(tabs[0]), await renew(tabs[1])] as const;
    const twice = [await renew(once[0]), await renew(once[1])] as const;
    const stolen = await refresh(once[0].refresh_token);
    const reloaded = await openTab(session);

    // then
    expect(new Set([...tabs, ...once, ...twice].map(({ refresh_token }) => refresh_token)).size).to.equal(6);
    expect(stolen.status).to.equal(400);
    for (const { expires_in } of [...twice, reloaded]) expect(expires_in).to.be.within(...ABOUT_A_MINUTE);
  });

  describe('for an account of its own', () => {
    let account: Account;

    before(async () => {
      account = await anAccount({ username: `new.person-${process.pid}`, roles: ['caseworker'] });
    });

    after(() => account?.remove());

    it('keeps who signed in, who tried, and what an administrator changed', async () => {
      // given
      await giveRoles(account.id, ['agent']);

      // when
      await aSession(account.username).token();
      await askForTokens(PASSWORD_GRANT);
      const kinds = async (path: string, name: 'type' | 'operationType') =>
        (await getAsAdministrator<Record<typeof name, string>[]>(path)).map((event) => event[name]);

      // then
      expect(await kinds(`/events?user=${account.id}`, 'type')).to.include('LOGIN');
      expect(await kinds('/events?max=20', 'type')).to.include('LOGIN_ERROR');
      const path = encodeURIComponent(`users/${account.id}/role-mappings/realm`);
      const changes = await getAsAdministrator<{ representation?: string }[]>(
        `/admin-events?resourcePath=${path}`,
      );
      expect(changes.map(({ representation }) => representation).join()).to.contain('"agent"');
      const { eventsExpiration, attributes } = await getAsAdministrator<{
        eventsExpiration: number;
        attributes: { adminEventsExpiration?: string };
      }>('');
      expect([eventsExpiration, Number(attributes.adminEventsExpiration)]).to.deep.equal([
        7_776_000, 7_776_000,
      ]);
    });

    it('takes a role from who no longer has it with the next token, of the same session', async () => {
      // given
      const session = aSession(account.username);
      await session.token();
      const tab = await openTab(session);
      const roles = await getAsAdministrator<object[]>(`/users/${account.id}/role-mappings/realm`);

      // when
      await asAdministrator('DELETE', `/users/${account.id}/role-mappings/realm`, roles);
      const { access_token } = (await (await refresh(tab.refresh_token)).json()) as Grant;

      // then
      expect(claimsIn(tab.access_token).roles).to.include('caseworker');
      expect(claimsIn(access_token).roles ?? []).not.to.include('caseworker');
    });
  });
});
