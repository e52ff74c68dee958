import pg from 'pg';
import { ROLES_LOCK } from '#common/node/advisory-locks.ts';

/** Login role of the api: it reads and writes data and changes no schema. */
export const API_ROLE = 'shahrah_api';
/** Login role of the embedded engine: it sees only the schema `engine`. */
export const ENGINE_ROLE = 'shahrah_engine';

/** Role the api switches to while it reads for one person (docs/adr/0020). It reads only tables that are
 *  guarded by policies or hold nothing personal, and writes nothing. Nobody signs in as it. */
export const VIEWER_ROLE = 'shahrah_viewer';

/** Passwords of the two login roles. */
export type RolePasswords = { api: string; engine: string };

const SCHEMAS_OF = { [API_ROLE]: ['public', 'graphile_worker'], [ENGINE_ROLE]: ['engine'] };
const WRONG_PASSWORD = '28P01';

/** Creates the roles of the api and the engine where they are missing, and sets their passwords where these
 *  do not work. Anything already right stays untouched.
 *  @param ownerUrl a database URL of a role that may create roles, normally the owner `shahrah` */
export async function makeRoles(ownerUrl: string, passwords: RolePasswords): Promise<void> {
  await asOwner(ownerUrl, async (owner) => {
    for (const [role, password] of [
      [API_ROLE, passwords.api],
      [ENGINE_ROLE, passwords.engine],
    ] as const) {
      const known = await exists(owner, role);
      if (known && (await opens(ownerUrl, role, password))) continue;
      await owner.query(
        `${known ? 'alter' : 'create'} role ${role} login password ${owner.escapeLiteral(password)}`,
      );
    }
    await owner.query(`alter role ${ENGINE_ROLE} set search_path = engine`);
    await makeViewer(owner);
  });
}

/** Creates the viewer role where it is missing: the row-level security policies name it.
 *  @param ownerUrl a database URL of a role that may create roles; where the viewer exists and is granted,
 *  any role will do */
export const makeViewerRole = (ownerUrl: string): Promise<void> => asOwner(ownerUrl, makeViewer);

/** Grants the viewer to the owner too, because the owner may work as the api where one role does everything.
 *  Without `inherit`, the policies bind only a session that has switched to the viewer. */
async function makeViewer(owner: pg.Client): Promise<void> {
  if (!(await exists(owner, VIEWER_ROLE)))
    await owner.query(`
      do $$ begin create role ${VIEWER_ROLE} nologin;
      exception when duplicate_object or unique_violation then null; -- made from another database meanwhile
      end $$`);
  const { rows } = await owner.query<{ role: string }>(
    `select quote_ident(rolname) as role from pg_roles
      where rolname in (current_user, '${API_ROLE}') and not pg_has_role(rolname, '${VIEWER_ROLE}', 'set')`,
  );
  for (const { role } of rows)
    await owner.query(`grant ${VIEWER_ROLE} to ${role} with inherit false, set true`);
}

/** Grants the roles access to the tables of a migrated database, those of later migrations included, and
 *  revokes everybody else's. Neither role owns anything. A role that does not exist (somebody else's cluster,
 *  or one role for all) is granted nothing. Safe to run twice and concurrently.
 *  @param ownerUrl the database as the owner of its schemas */
export async function grantRoles(ownerUrl: string): Promise<void> {
  await asOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ database: string }>(
      'select quote_ident(current_database()) as database',
    );
    for (const [role, schemas] of Object.entries(SCHEMAS_OF)) {
      if (!(await exists(owner, role))) continue;
      await owner.query(`
        revoke all on database ${rows[0]?.database} from public;
        grant connect on database ${rows[0]?.database} to ${role};
        revoke all on schema public from public`);
      for (const schema of schemas) await grantOn(owner, schema, role);
    }
    if (await exists(owner, API_ROLE)) await passRowSecurity(owner);
  });
}

/** Skips what others have put into the schema, such as the views of an extension: the owner cannot grant on
 *  it. */
async function grantOn(owner: pg.Client, schema: string, role: string): Promise<void> {
  await owner.query(`
    grant usage on schema ${schema} to ${role};
    alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${role};
    alter default privileges in schema ${schema} grant usage, select on sequences to ${role}`);
  const { rows } = await owner.query<{ sequence: boolean; names: string }>(
    `select relkind = 'S' as sequence, string_agg(format('%I.%I', $1::text, relname), ', ') as names
       from pg_class
      where relnamespace = $1::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
        and relowner = current_user::regrole
      group by 1`,
    [schema],
  );
  for (const { sequence, names } of rows)
    await owner.query(
      sequence
        ? `grant usage, select on sequence ${names} to ${role}`
        : `grant select, insert, update, delete on table ${names} to ${role}`,
    );
}

/** Lets the api work the queue: graphile-worker enables row-level security without a policy, so that only the
 *  owner of its tables, the role that migrates, sees rows. */
async function passRowSecurity(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
      where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = '${API_ROLE}')`,
  );
  for (const { name } of rows)
    await owner.query(`create policy ${API_ROLE} on ${name} to ${API_ROLE} using (true) with check (true)`);
}

async function exists(owner: pg.Client, role: string): Promise<boolean> {
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [role]);
  return rowCount === 1;
}

async function opens(ownerUrl: string, role: string, password: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlAs(ownerUrl, role, password) });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as pg.DatabaseError).code === WRONG_PASSWORD) return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** Returns the URL of the same database for another role. */
export function urlAs(databaseUrl: string, role: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.href;
}

async function asOwner(ownerUrl: string, work: (owner: pg.Client) => Promise<void>): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('begin');
    await owner.query('select pg_advisory_xact_lock($1)', [ROLES_LOCK]);
    await work(owner);
    await owner.query('commit');
  } finally {
    await owner.end();
  }
}
