import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ROOT } from '#stack/paths.ts';
import { demoPeople, needsSecondFactor, realmRepresentation } from '#stack/realm/realm.ts';

interface Group {
  readonly name: string;
  readonly subGroups: readonly Group[];
}

interface Realm {
  readonly loginTheme: string;
  readonly supportedLocales: readonly string[];
  readonly groups: readonly Group[];
  readonly clients: readonly {
    clientId: string;
    directAccessGrantsEnabled?: boolean;
    redirectUris?: readonly string[];
    baseUrl?: string;
  }[];
  readonly users: readonly { id: string; groups: readonly string[] }[];
  readonly roles: { readonly realm: readonly { name: string }[] };
}

const DEMO = { totpSecret: 'JBSWY3DPEHPK3PXP', mailPort: 2525 };

const realm = (demo: boolean) =>
  realmRepresentation({
    origins: ['https://shahrah.example'],
    ...(demo ? { demo: DEMO } : {}),
  }) as unknown as Realm;

const namesIn = (groups: readonly Group[]): string[] =>
  groups.flatMap((group) => [group.name, ...namesIn(group.subGroups)]);

const pathsIn = (groups: readonly Group[], above = ''): string[] =>
  groups.flatMap((group) => [
    `${above}/${group.name}`,
    ...pathsIn(group.subGroups, `${above}/${group.name}`),
  ]);

describe('the realm', () => {
  const departments = JSON.parse(
    readFileSync(join(ROOT, 'migrations', 'data', 'departments.json'), 'utf8'),
  ) as readonly { slug: string }[];

  it('has each department as a group, once', () => {
    // then
    expect(namesIn(realm(true).groups)).to.have.members(departments.map(({ slug }) => slug));
  });

  it('has a demo person for each role', () => {
    // when
    const roles = new Set(demoPeople().flatMap((person) => person.roles));

    // then
    expect([...roles, 'second-factor']).to.have.members(realm(true).roles.realm.map(({ name }) => name));
  });

  it('asks a second factor of administrators, supervisors and those who handle complaints about staff', () => {
    // when
    const asked = demoPeople().filter(needsSecondFactor);

    // then
    expect(asked.map(({ username }) => username)).to.include.members([
      'admin',
      'supervisor.rmto',
      'deputy.ministry',
      'caseworker.staff-conduct',
    ]);
    expect(asked.filter(({ roles }) => !roles.includes('supervisor'))).to.have.length(2);
  });

  it('puts demo people into departments that exist, by the path of the tree', () => {
    // when
    const paths = realm(true).users.flatMap(({ groups }) => groups);

    // then
    expect(paths).to.include('/ministry/rmto');
    expect(pathsIn(realm(true).groups)).to.include.members(paths);
  });

  it('gives demo people the same ids whenever it is made', () => {
    // then
    expect(realm(true).users).to.deep.equal(realm(true).users);
    expect(new Set(realm(true).users.map(({ id }) => id)).size).to.equal(demoPeople().length);
  });

  it('has nobody and no sign-in by password in an installation of one’s own', () => {
    // when
    const { users, clients } = realm(false);

    // then
    expect(users).to.deep.equal([]);
    expect(clients.filter((client) => client.directAccessGrantsEnabled)).to.deep.equal([]);
  });

  it('has our sign-in pages, in each of its languages', () => {
    // given
    const { loginTheme, supportedLocales } = realm(false);

    // when
    const missing = supportedLocales.filter(
      (locale) =>
        !existsSync(join(ROOT, 'stack/theme', loginTheme, 'login/messages', `messages_${locale}.properties`)),
    );

    // then
    expect(loginTheme).to.equal('shahrah');
    expect(missing).to.deep.equal([]);
  });

  it('sends browsers back to the application only', () => {
    // when
    const ui = realm(false).clients.find(({ clientId }) => clientId === 'shahrah-ui');

    // then
    expect(ui?.redirectUris).to.deep.equal(['https://shahrah.example/*']);
    expect(ui?.baseUrl).to.equal('https://shahrah.example/');
  });
});
