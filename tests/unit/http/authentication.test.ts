import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type Authentication, keycloakAuthentication } from '#api/http/authentication.ts';
import type { DomainError } from '#api/platform/problems.ts';
import { type Staff } from '#api/platform/staff.ts';
import { fakeRealm } from '#tests/support/fakes/fake-realm.ts';
import { eventually } from '#tests/support/wait.ts';

type Realm = Awaited<ReturnType<typeof fakeRealm>>;

describe('verifying tokens', () => {
  let realm: Realm;
  let authentication: Authentication;
  let seen: Staff[];

  beforeEach(async () => {
    realm = await fakeRealm();
    seen = [];
    authentication = keycloakAuthentication({
      keycloakUrl: realm.url,
      realm: 'shahrah',
      onSignIn: async (user) => void seen.push(user),
    });
  });

  afterEach(() => realm.close());

  const identify = (token: string) => authentication.identify(`Bearer ${token}`);
  const codeOf = (token: string) =>
    identify(token).then(
      () => 'accepted',
      (error: DomainError) => error.code,
    );

  it('reads who it is from the claims', async () => {
    // when
    const signedIn = await identify(realm.token());

    // then
    expect(signedIn?.user).to.deep.equal({
      id: 'f3c1',
      username: 'sara',
      name: 'سارا',
      roles: ['caseworker'],
      departments: ['rmto'],
    });
    expect(signedIn?.expiresAt.getTime()).to.be.greaterThan(Date.now());
  });

  it('takes somebody who needs a second factor and used it', async () => {
    // when
    const signedIn = await identify(
      realm.token({ roles: ['supervisor', 'second-factor'], amr: ['pwd', 'mfa'] }),
    );

    // then
    expect(signedIn?.user.roles).to.deep.equal(['supervisor']);
  });

  it('takes no token for nobody', async () => {
    // when
    const signedIn = await authentication.identify(undefined);

    // then
    expect(signedIn).to.equal(null);
  });

  const lastMinute = Math.floor(Date.now() / 1000) - 60;
  const wrong: [string, (realm: Realm) => string][] = [
    ['that has expired', (of) => of.token({ exp: lastMinute })],
    [
      'of somebody who needs a second factor and used none',
      (of) => of.token({ roles: ['supervisor', 'second-factor'], amr: ['pwd'] }),
    ],
    [
      'of somebody who needs a second factor and does not say how they signed in',
      (of) => of.token({ roles: ['supervisor', 'second-factor'] }),
    ],
    ['of another realm', (of) => of.token({ iss: `${of.url}/realms/master` })],
    ['of another server', (of) => of.token({ iss: 'https://elsewhere.example/realms/shahrah' })],
    ['for another audience', (of) => of.token({ aud: 'account' })],
    ['for no audience', (of) => of.token({ aud: undefined })],
    ['that only tells who it is', (of) => of.token({ typ: 'ID' })],
    ['that renews others', (of) => of.token({ typ: 'Refresh' })],
    ['without a username', (of) => of.token({ preferred_username: undefined })],
    ['signed with a key of somebody else', (of) => of.token({}, { key: of.foreignKey() })],
    [
      'that names our key but was signed with another',
      (of) => {
        const kid = JSON.parse(Buffer.from(of.token().split('.')[0] as string, 'base64url').toString()).kid;
        return of.token({}, { key: of.foreignKey(), header: { kid } });
      },
    ],
    [
      'that was changed after signing',
      (of) => {
        const [head, , signature] = of.token().split('.');
        const [, claims] = of.token({ roles: ['admin'] }).split('.');
        return `${head}.${claims}.${signature}`;
      },
    ],
    ['that nobody signed', (of) => of.unsignedToken()],
    ['signed with our public key as a secret', (of) => of.confusedToken()],
    ['that is no token', () => 'abc'],
    ['of empty parts', () => '..'],
    ['with a fourth part', (of) => `${of.token()}.x`],
    ['with a sign at its end that says nothing', (of) => `${of.token()}=`],
  ];
  for (const [what, make] of wrong) {
    it(`refuses a token ${what}`, async () => {
      // when
      const code = await codeOf(make(realm));

      // then
      expect(code).to.equal('not-signed-in');
      expect(seen).to.be.empty;
    });
  }

  for (const header of ['', 'Bearer', 'Bearer ', 'Basic c2FyYTpzYXJh', 'Bearer a b']) {
    it(`refuses the header "${header}"`, async () => {
      // when
      const code = await authentication.identify(header).then(
        () => 'accepted',
        (error: DomainError) => error.code,
      );

      // then
      expect(code).to.equal('not-signed-in');
    });
  }

  it('leaves out roles and departments that are no texts, and roles nobody knows', async () => {
    // when
    const signedIn = await identify(realm.token({ roles: ['admin', 'root', 7, null], groups: 'ministry' }));

    // then
    expect(signedIn?.user.roles).to.deep.equal(['admin']);
    expect(signedIn?.user.departments).to.deep.equal([]);
  });

  it('fetches the keys once for many tokens, and tells of each token once', async () => {
    // given
    const token = realm.token();

    // when
    await Promise.all(Array.from({ length: 20 }, () => identify(token)));
    await identify(realm.token({ jti: 'another' }));
    await identify(token);

    // then
    expect(realm.timesAsked()).to.equal(1);
    expect(new Set(seen.map(({ username }) => username))).to.deep.equal(new Set(['sara']));
  });

  it('does not let unknown key ids make it ask again and again', async () => {
    // given
    await identify(realm.token());

    // when
    for (let index = 0; index < 10; index += 1)
      await codeOf(realm.token({}, { header: { kid: `made-up-${index}` } }));

    // then
    expect(realm.timesAsked()).to.equal(1);
  });

  it('says that it cannot check while the keys cannot be had, and not that the token is wrong', async () => {
    // given
    realm.fail();

    // when
    const code = await codeOf(realm.token());

    // then
    expect(code).to.equal('sign-in-unavailable');
  });

  it('goes on with the keys it has when the realm is away', async () => {
    // given
    await identify(realm.token());
    realm.fail();

    // when
    const code = await codeOf(realm.token({ jti: 'another' }));

    // then
    expect(code).to.equal('accepted');
  });

  it('forgets a token when it ends', async () => {
    // given
    const exp = Math.floor(Date.now() / 1000) + 1;
    const token = realm.token({ exp });
    await identify(token);

    // when
    const code = await eventually(async () => {
      const answer = await codeOf(token);
      return answer !== 'accepted' && answer;
    });

    // then
    expect(code).to.equal('not-signed-in');
  });
});
