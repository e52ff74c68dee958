import pg from 'pg';

/** Role and database of Keycloak: the role owns this database and nothing else, and no other role but a
 *  superuser can connect to it. */
export const KEYCLOAK_ROLE = 'keycloak';

/** Tables first: the sequence of a column belongs to its table. */
const KINDS = [['r', 'p', 'v', 'm'], ['S']];

/** Creates role and database where they are missing, and takes over a database that Keycloak has filled with
 *  another role before. Safe to repeat, even beside a running Keycloak.
 *  @param superUrl the server as a superuser */
export async function giveKeycloakDatabase(superUrl: string, password: string): Promise<void> {
  await asSuperuser(superUrl, async (server) => {
    const known = await server.query('select from pg_roles where rolname = $1', [KEYCLOAK_ROLE]);
    await server.query(
      `${known.rowCount ? 'alter' : 'create'} role ${KEYCLOAK_ROLE}
         login nosuperuser nocreatedb nocreaterole password ${server.escapeLiteral(password)}`,
    );
    const there = await server.query('select from pg_database where datname = $1', [KEYCLOAK_ROLE]);
    if (!there.rowCount) await server.query(`create database ${KEYCLOAK_ROLE}`);
    await server.query(`alter database ${KEYCLOAK_ROLE} owner to ${KEYCLOAK_ROLE}`);
    await server.query(`revoke all on database ${KEYCLOAK_ROLE} from public`);
  });
  const inside = new URL(superUrl);
  inside.pathname = `/${KEYCLOAK_ROLE}`;
  await asSuperuser(inside.href, async (database) => {
    await database.query(`alter schema public owner to ${KEYCLOAK_ROLE}`);
    for (const kinds of KINDS) {
      const { rows } = await database.query<{ name: string }>(
        `select oid::regclass::text as name from pg_class
          where relnamespace = 'public'::regnamespace and relkind = any($1) and relowner <> $2::regrole`,
        [kinds, KEYCLOAK_ROLE],
      );
      for (const { name } of rows) await database.query(`alter table ${name} owner to ${KEYCLOAK_ROLE}`);
    }
  });
}

async function asSuperuser(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
