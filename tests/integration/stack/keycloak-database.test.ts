import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { grantRoles, urlAs } from '#api/platform/database-roles.ts';
import { giveKeycloakDatabase } from '#stack/realm/keycloak-database.ts';
import { aDatabase } from '#tests/support/database.ts';
import { environment } from '#tests/support/environment.ts';
import { ask } from '#tests/support/stack/own-stack.ts';

const RELATIONS = `
  select relname, relowner::regrole::text as owner from pg_class
   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')`;

describe('the database of Keycloak', () => {
  const superuser = (sql: string) => ask(environment.pgUrl, sql);
  const inside = environment.pgUrl.replace(/[^/]+$/, 'keycloak');
  const keycloak = (sql: string, password = 'secret') => ask(urlAs(inside, 'keycloak', password), sql);
  const refusal = (asking: Promise<unknown>): Promise<string | undefined> =>
    asking.then(
      () => undefined,
      ({ message }: Error) => message,
    );
  const remove = async () => {
    await superuser('drop database if exists keycloak with (force)');
    await superuser('drop role if exists keycloak');
  };

  beforeEach(remove);
  afterEach(remove);

  it('is made with its role, which is no superuser and enters no other database', async () => {
    // given
    const database = await aDatabase();
    await grantRoles(database.url);

    // when
    await giveKeycloakDatabase(environment.pgUrl, 'secret');

    // then
    await keycloak('create table realm (id text primary key)');
    const [role] = await keycloak(
      'select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user',
    );
    expect(role).to.deep.equal({ rolsuper: false, rolcreatedb: false, rolcreaterole: false });
    expect(await refusal(ask(urlAs(database.url, 'keycloak', 'secret'), 'select 1'))).to.match(
      /^permission denied for database/,
    );
    expect(await refusal(ask(database.apiUrl.replace(/[^/]+$/, 'keycloak'), 'select 1'))).to.match(
      /^permission denied for database/,
    );
    await database.drop();
  });

  it('is taken over with all it holds from a superuser that filled it, also when asked twice', async () => {
    // given
    await superuser('create database keycloak');
    await ask(
      inside,
      `create table user_entity (id serial primary key, username text);
       insert into user_entity (username) values ('sara');
       create table "offline" (id bigint generated always as identity);
       create view names as select username from user_entity;
       create sequence numbers`,
    );

    // when
    await giveKeycloakDatabase(environment.pgUrl, 'secret');
    await giveKeycloakDatabase(environment.pgUrl, 'secret');

    // then
    expect(await keycloak('select username from names')).to.deep.equal([{ username: 'sara' }]);
    await keycloak(
      `alter table user_entity add column email text; insert into user_entity (email) values ('x')`,
    );
    const owners = (await ask<{ owner: string }>(inside, RELATIONS)).map(({ owner }) => owner);
    expect(owners).to.have.length(6);
    expect(new Set(owners)).to.deep.equal(new Set(['keycloak']));
  });

  it('opens by the newest password alone', async () => {
    // given
    await giveKeycloakDatabase(environment.pgUrl, 'secret');

    // when
    await giveKeycloakDatabase(environment.pgUrl, 'a new one');

    // then
    expect(await refusal(keycloak('select 1'))).to.match(/^password authentication failed/);
    expect(await keycloak('select 1 as one', 'a new one')).to.deep.equal([{ one: 1 }]);
  });
});
