import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { applyRealm } from '#stack/realm/apply-realm.ts';
import { realmRepresentation } from '#stack/realm/realm.ts';
import { environment } from '#tests/support/environment.ts';
import { asAdministrator, getAsAdministrator } from '#tests/support/sign-in/accounts.ts';

const ORIGIN = 'https://shahrah.example';
const OLD = `old-${process.pid}`;
const NEW = `new-${process.pid}`;
const SETUP = { clientId: `setup-${process.pid}`, clientSecret: 'a long random secret' };

/** Roles of the set-up in the realm: these and no more. */
const RIGHTS = ['manage-realm', 'view-realm', 'manage-clients', 'view-clients', 'manage-users', 'view-users'];

/** As Shahrah made it before it asked for second factors. */
const REALM_OF_BEFORE = {
  realm: OLD,
  enabled: true,
  accessTokenLifespan: 300,
  passwordPolicy: 'length(12)',
  roles: { realm: ['caseworker', 'supervisor', 'admin'].map((name) => ({ name })) },
  groups: [{ name: 'ministry', subGroups: [{ name: 'rmto', subGroups: [] }] }],
  clients: [
    { clientId: 'shahrah-api', enabled: true, bearerOnly: true },
    {
      clientId: 'shahrah-ui',
      enabled: true,
      publicClient: true,
      redirectUris: ['https://before.example/*'],
      protocolMappers: [
        {
          name: 'roles',
          protocol: 'openid-connect',
          protocolMapper: 'oidc-usermodel-realm-role-mapper',
          config: { 'claim.name': 'roles', multivalued: 'true', 'access.token.claim': 'true' },
        },
      ],
    },
  ],
  users: [{ username: 'sara', enabled: true, realmRoles: ['supervisor'], groups: ['/ministry/rmto'] }],
};

type Json = Record<string, unknown>;

const pick = (from: Json, names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, from[name]]));

/** What decides how people sign in to a realm and what they may then do. */
async function look(name: string): Promise<Json> {
  const realm = `/${name}`;
  const list = (path: string): Promise<Json[]> => getAsAdministrator<Json[]>(path, realm);
  const sorted = (names: unknown[]): unknown[] => names.map(String).sort();
  const settings = await getAsAdministrator<Json>('', realm);
  const flow = encodeURIComponent(String(settings.browserFlow));
  const executions = await list(`/authentication/flows/${flow}/executions`);
  const configs = await Promise.all(
    executions.map(({ authenticationConfig: id }) =>
      id
        ? getAsAdministrator<Json>(`/authentication/config/${String(id)}`, realm).then(({ config }) => config)
        : null,
    ),
  );
  const [ui, cli] = await Promise.all(
    ['shahrah-ui', 'admin-cli'].map(
      async (clientId) => (await list(`/clients?clientId=${clientId}`))[0] ?? {},
    ),
  );
  const conduct = await getAsAdministrator<Json>('/group-by-path/ministry/staff-conduct', realm);
  return {
    settings: pick(settings, [
      ...Object.keys(realmRepresentation({ origins: [ORIGIN] })).filter(
        (key) => key in settings && !['realm', 'supportedLocales'].includes(key),
      ),
    ]),
    executions: executions.map((execution, at) => ({
      ...pick(execution, [
        'requirement',
        'providerId',
        'displayName',
        'level',
        'authenticationFlow',
        'index',
      ]),
      config: configs[at],
    })),
    actions: (await list('/authentication/required-actions'))
      .filter(({ enabled }) => enabled)
      .map((action) => pick(action, ['alias', 'config', 'defaultAction'])),
    ui: pick(ui ?? {}, ['redirectUris', 'webOrigins', 'optionalClientScopes', 'directAccessGrantsEnabled']),
    mappers: sorted(((ui?.protocolMappers ?? []) as Json[]).map((mapper) => mapper.name)),
    cli: pick(cli ?? {}, ['enabled', 'directAccessGrantsEnabled']),
    supervisor: sorted((await list('/roles/supervisor/composites')).map((role) => role.name)),
    conduct: sorted(
      (await list(`/groups/${String(conduct.id)}/role-mappings/realm`)).map((role) => role.name),
    ),
  };
}

describe('applying the realm to one that was there before', function () {
  this.timeout(120_000);

  const remove = async () => {
    for (const name of [OLD, NEW])
      await asAdministrator('DELETE', '', undefined, `/${name}`).catch(() => undefined);
    for (const { id } of await getAsAdministrator<{ id: string }[]>(
      `/clients?clientId=${SETUP.clientId}`,
      '/master',
    ))
      await asAdministrator('DELETE', `/clients/${id}`, undefined, '/master');
  };

  beforeEach(async () => {
    await remove();
    await asAdministrator('POST', '', REALM_OF_BEFORE, '');
    await asAdministrator('POST', '', { ...realmRepresentation({ origins: [ORIGIN] }), realm: NEW }, '');
    await asAdministrator(
      'POST',
      '/clients',
      {
        clientId: SETUP.clientId,
        secret: SETUP.clientSecret,
        serviceAccountsEnabled: true,
        standardFlowEnabled: false,
      },
      '/master',
    );
    const idOf = async (clientId: string): Promise<string> =>
      (await getAsAdministrator<{ id: string }[]>(`/clients?clientId=${clientId}`, '/master'))[0]?.id ?? '';
    const client = await idOf(`${OLD}-realm`);
    const roles = await getAsAdministrator<{ name: string }[]>(`/clients/${client}/roles`, '/master');
    const { id } = await getAsAdministrator<{ id: string }>(
      `/clients/${await idOf(SETUP.clientId)}/service-account-user`,
      '/master',
    );
    await asAdministrator(
      'POST',
      `/users/${id}/role-mappings/clients/${client}`,
      roles.filter(({ name }) => RIGHTS.includes(name)),
      '/master',
    );
  });

  afterEach(remove);

  it('makes it what a new one is, keeps its people, and changes nothing the second time', async () => {
    // given
    const options = { keycloakUrl: environment.keycloakUrl, origin: ORIGIN, realm: OLD, ...SETUP };

    // when
    await applyRealm(options);
    const once = await look(OLD);
    await applyRealm(options);

    // then
    expect(await look(OLD)).to.deep.equal(once);
    expect(once).to.deep.equal(await look(NEW));
    const people = await getAsAdministrator<{ username: string }[]>('/users', `/${OLD}`);
    expect(people.map(({ username }) => username)).to.deep.equal(['sara']);
  });

  it('goes on after a run that broke off with half a flow', async () => {
    // given
    const options = { keycloakUrl: environment.keycloakUrl, origin: ORIGIN, realm: OLD, ...SETUP };
    const { browserFlow } = realmRepresentation({ origins: [ORIGIN] });
    const half = { alias: browserFlow, topLevel: true, builtIn: false, providerId: 'basic-flow' };
    await asAdministrator('POST', '/authentication/flows', half, `/${OLD}`);

    // when
    await applyRealm(options);

    // then
    expect((await look(OLD)).executions).to.deep.equal((await look(NEW)).executions);
  });
});
