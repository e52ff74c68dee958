import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { makeRoles } from '#api/platform/database-roles.ts';
import { openDb } from '#api/platform/db.ts';
import { addJob, startJobs } from '#api/platform/jobs.ts';
import { openLog } from '#api/platform/log.ts';
import { setUpDatabase } from '#api/platform/migrate.ts';
import { ROOT } from '#stack/paths.ts';
import { secretsOf } from '#stack/secrets.ts';
import { anOwnStack, ask, type OwnStack } from '#tests/support/stack/own-stack.ts';
import { eventually } from '#tests/support/wait.ts';

/** Everything that says who may do what. */
const RIGHTS = `
  select 'role' as kind, r::text as what from pg_roles r where rolname like 'shahrah%'
  union all select 'member', m::text from pg_auth_members m
  union all select 'database', datname || datacl::text from pg_database
  union all select 'schema', nspname || nspacl::text from pg_namespace
  union all select 'table', oid::regclass::text || relacl::text from pg_class
  union all select 'function', oid::regprocedure::text || proacl::text from pg_proc
  union all select 'default', d::text from pg_default_acl d
  union all select 'policy', p::text from pg_policy p
  order by 1, 2`;

const TABLES = `
  select n.nspname as schema, format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname in ('public', 'graphile_worker', 'engine') and c.relkind in ('r', 'p', 'v')`;

describe('the roles of api and engine', () => {
  let stack: OwnStack;

  const superuser = (sql: string) => ask(stack.database.url, sql);
  const owner = (sql: string) => ask(stack.ownerUrl, sql);
  const api = (sql: string) => ask(stack.database.apiUrl, sql);
  const engine = (sql: string) => ask(stack.database.engineUrl, sql);
  const passwords = () => {
    const { apiDatabase, engineDatabase } = secretsOf(stack.home);
    return { api: apiDatabase, engine: engineDatabase };
  };
  const refused = async (asking: Promise<unknown>): Promise<string> =>
    asking.then(
      () => 'not refused',
      ({ message }: Error) => message,
    );

  before(async () => {
    stack = await anOwnStack();
    await owner(`
      create table engine.probe (id bigint generated always as identity primary key, text text);
      create table public.probe (id serial primary key, text text)`);
  });

  after(() => stack.close());

  it('do not see the tables of each other', async () => {
    // then
    expect(await refused(api('select * from engine.probe'))).to.equal('permission denied for schema engine');
    expect(await refused(engine('select * from public.requests'))).to.equal(
      'permission denied for schema public',
    );
    expect(await refused(engine('select * from graphile_worker.jobs'))).to.equal(
      'permission denied for schema graphile_worker',
    );
  });

  it('read and write their own tables, those made after the set-up too', async () => {
    for (const [ask, table] of [
      [api, 'probe'],
      [engine, 'probe'],
      [engine, 'engine.probe'],
    ] as const) {
      // given
      await ask(`insert into ${table} (text) values ('one'), ('two')`);

      // when
      await ask(`update ${table} set text = 'three' where text = 'one'`);
      await ask(`delete from ${table} where text = 'two'`);

      // then
      expect(await ask(`delete from ${table} returning text`)).to.deep.equal([{ text: 'three' }]);
    }
  });

  it('reach every table of their own schemas, and none of the others', async () => {
    // given
    const tables = await ask<{ schema: string; name: string }>(stack.ownerUrl, TABLES);

    // when
    const reached = async (url: string) => {
      const names: string[] = [];
      for (const { name } of tables)
        if ((await refused(ask(url, `select from ${name} limit 1`))) === 'not refused') names.push(name);
      return names;
    };

    // then
    const of = (ours: (schema: string) => boolean) =>
      tables.filter(({ schema }) => ours(schema)).map(({ name }) => name);
    expect(tables.length).to.be.greaterThan(50);
    expect(await reached(stack.database.apiUrl)).to.have.members(of((schema) => schema !== 'engine'));
    expect(await reached(stack.database.engineUrl)).to.have.members(of((schema) => schema === 'engine'));
  });

  it('make and drop nothing', async () => {
    for (const url of [stack.database.apiUrl, stack.database.engineUrl])
      for (const sql of [
        'create table more ()',
        'create temporary table more ()',
        'create schema more',
        'create role more',
        'create database more',
        'drop table probe',
        'truncate probe',
        'set role shahrah',
      ])
        // then
        expect(await refused(ask(url, sql)), sql).to.match(/^(permission denied|must be owner)/);
  });

  it('let the api become the viewer, and the owner too where it does all, but not the engine', async () => {
    // when
    const become = (url: string) => refused(ask(url, 'set role shahrah_viewer'));

    // then
    expect(await become(stack.database.apiUrl)).to.equal('not refused');
    expect(await become(stack.ownerUrl)).to.equal('not refused');
    expect(await become(stack.database.engineUrl)).to.match(/^permission denied/);
  });

  it('let the api put jobs into its queue and work them', async () => {
    // given
    const db = openDb(stack.database.apiUrl, { max: 1 });
    const done: unknown[] = [];
    const handlers = { probe: async (payload: unknown) => void done.push(payload) };
    const jobs = await startJobs({ databaseUrl: stack.database.apiUrl, log: openLog('silent'), handlers });

    // when
    await addJob(db, 'probe', { number: 1 });
    await eventually(() => done.length > 0);
    await jobs.stop();
    await db.destroy();

    // then
    expect(done).to.deep.equal([{ number: 1 }]);
    expect(await owner('select * from graphile_worker.jobs')).to.deep.equal([]);
  });

  it('let the api keep the daily partitions of raw records, which it does not own', async () => {
    // when
    await api('select keep_engine_batches(2, 30)');

    // then
    const made = await owner(`select relname from pg_class where relname ~ '^engine_batches_[0-9]{8}$'`);
    expect(made).to.have.length(3);
    expect(await refused(api('drop table engine_batches_default'))).to.match(/^must be owner/);
  });

  it('are as they were after a second set-up', async () => {
    // given
    const rights = await superuser(RIGHTS);

    // when
    await makeRoles(stack.ownerUrl, passwords());
    const applied = await setUpDatabase(stack.ownerUrl);

    // then
    expect(applied).to.deep.equal([]);
    expect(rights.length).to.be.greaterThan(100);
    expect(await superuser(RIGHTS)).to.deep.equal(rights);
  });

  it('get the passwords that are set, when others were', async () => {
    // given
    await makeRoles(stack.ownerUrl, { api: 'of-before', engine: 'of-before' });
    expect(await refused(api('select 1'))).to.match(/^password authentication failed/);

    // when
    await makeRoles(stack.ownerUrl, passwords());

    // then
    expect(await api('select current_user as name')).to.deep.equal([{ name: 'shahrah_api' }]);
    expect(await engine('select current_user as name')).to.deep.equal([{ name: 'shahrah_engine' }]);
  });

  it('are made and granted their rights by `npm run migrate`, in a database that has been without them', async () => {
    // given
    await superuser(`
      drop owned by shahrah_api, shahrah_engine;
      drop role shahrah_api, shahrah_engine`);
    await setUpDatabase(stack.ownerUrl);

    // when
    const { api: API_DATABASE_PASSWORD, engine: ENGINE_DATABASE_PASSWORD } = passwords();
    await promisify(execFile)('npm', ['run', 'migrate'], {
      cwd: ROOT,
      env: {
        ...process.env,
        DATABASE_URL: stack.ownerUrl,
        API_DATABASE_PASSWORD,
        ENGINE_DATABASE_PASSWORD,
      },
    });

    // then
    expect(await api('select from departments limit 1')).to.have.length(1);
    expect(await engine('select from probe')).to.deep.equal([]);
    expect(await refused(engine('select from public.departments'))).to.match(/^permission denied/);
  });
});
