import { expect } from 'chai';
import { describe, it } from 'mocha';
import { aKeyPair, aTokenIssuer } from '#tests/support/fakes/token-issuer.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';

const now = () => Math.floor(Date.now() / 1000);

describe('bad input: tokens', () => {
  const issuer = useFixture(aTokenIssuer, (made) => made.close());
  const { database, call } = useApi({ config: () => ({ ENGINE_RECORDS_PORT: 0, KEYCLOAK_URL: issuer.url }) });

  const whoAmI = (token: string) =>
    call('GET', '/api/me', undefined, { headers: { authorization: `Bearer ${token}` } });

  it('takes one of the realm that is valid now', async () => {
    // when
    const { status, body } = await whoAmI(issuer.sign());

    // then
    expect([status, body.username]).to.deep.equal([200, 'caseworker.rmto']);
  });

  const REFUSED: [what: string, token: () => string][] = [
    ['an expired one', () => issuer.sign({ claims: { exp: now() - 1 } })],
    ['one without an end', () => issuer.sign({ claims: { exp: undefined } })],
    ['one of another realm', () => issuer.sign({ claims: { iss: `${issuer.url}/realms/other` } })],
    ['one for another audience', () => issuer.sign({ claims: { aud: 'another-api' } })],
    ['one without an audience', () => issuer.sign({ claims: { aud: undefined } })],
    ['an id token', () => issuer.sign({ claims: { typ: 'ID' } })],
    ['one without a person', () => issuer.sign({ claims: { preferred_username: undefined } })],
    ['one signed by somebody else', () => issuer.sign({ key: aKeyPair().privateKey })],
    ['one of an unknown key', () => issuer.sign({ header: { kid: 'another-key' } })],
    ['one without a signature', () => issuer.sign({ header: { alg: 'none' } }).replace(/[^.]*$/, '')],
    ['one with the public key as the secret', () => issuer.signWithPublicKey()],
  ];
  for (const [what, token] of REFUSED) {
    it(`refuses ${what}, and remembers nobody`, async () => {
      // given
      await database.db('staff').del();

      // when
      const { status, body } = await whoAmI(token());

      // then
      expect([status, body.code]).to.deep.equal([401, 'not-signed-in']);
      expect(await database.db('staff')).to.deep.equal([]);
    });
  }

  it('believes no role or department that the realm would not give', async () => {
    // given
    const odd = issuer.sign({
      claims: { roles: ['caseworker', 'owner', 7], groups: ['rmto', { slug: 'x' }] },
    });

    // when
    const { status, body } = await whoAmI(odd);

    // then
    expect(status).to.equal(200);
    const departments = body.departments.map(({ slug }: { slug: string }) => slug);
    expect([body.roles, departments]).to.deep.equal([['caseworker'], ['rmto']]);
  });

  it('stops to take one at the moment in which it ends', async () => {
    // given
    const ends = now() + 2;
    const token = issuer.sign({ claims: { exp: ends } });
    expect((await whoAmI(token)).status).to.equal(200);

    // when
    const refused = await eventually(async () => (await whoAmI(token)).status === 401);

    // then
    expect(refused).to.equal(true);
    expect(now()).to.be.at.least(ends);
  });
});
