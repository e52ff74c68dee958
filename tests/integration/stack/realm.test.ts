import { expect } from 'chai';
import { describe, it } from 'mocha';
import { demoPeople } from '../../../stack/realm/realm.ts';
import { environment } from '../../support/environment.ts';
import { tokenOf } from '../../support/tokens.ts';

interface Claims {
  readonly aud: string;
  readonly name: string;
  readonly locale: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

const claimsIn = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;

const signIn = (parameters: Record<string, string>): Promise<Response> => {
  const query = new URLSearchParams({
    client_id: 'shahrah-ui',
    redirect_uri: 'http://127.0.0.1:3000/desk',
    response_type: 'code',
    scope: 'openid',
    ...parameters,
  });
  const address = `${environment.keycloakUrl}/realms/shahrah/protocol/openid-connect/auth?${query}`;
  return fetch(address, { redirect: 'manual' });
};

const PKCE = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };

describe('the realm, imported', () => {
  for (const person of demoPeople()) {
    it(`tells the api who ${person.username} is`, async () => {
      // when
      const claims = claimsIn(await tokenOf(person.username));

      // then
      expect(claims.aud).to.equal('shahrah-api');
      expect(claims.roles).to.have.members(person.roles);
      expect(claims.groups).to.have.members(person.departments);
      expect(claims.name).to.equal(`${person.firstName} ${person.lastName}`);
      expect(claims.locale).to.equal('fa');
    });
  }

  it('shows the sign-in page in Persian, from right to left', async () => {
    // when
    const page = await (await signIn(PKCE)).text();

    // then
    expect(page).to.match(/<html[^>]*lang="fa"[^>]*dir="rtl"/);
  });

  it('refuses a sign-in without proof of the browser (PKCE)', async () => {
    // when
    const response = await signIn({});

    // then
    expect(response.headers.get('location'))
      .to.contain('error=invalid_request')
      .and.contain('code_challenge_method');
  });

  it('sends nobody to a foreign address', async () => {
    // when
    const response = await signIn({ ...PKCE, redirect_uri: 'https://elsewhere.example/' });

    // then
    expect(response.status).to.equal(400);
    expect(response.headers.get('location')).to.equal(null);
  });
});
