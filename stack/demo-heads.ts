import pg from 'pg';
import { demoPeople } from './realm/realm.ts';

/** Names the demo supervisors as heads of their departments, although none of them has signed in yet.
 *  Existing heads stay. In production, an administrator names the heads.
 *  @returns how many were named */
export async function nameDemoHeads(databaseUrl: string): Promise<number> {
  const heads = demoPeople()
    .filter(({ roles }) => roles.includes('supervisor'))
    .flatMap(({ username, firstName, lastName, departments }) =>
      departments.map((department) => ({
        department,
        username,
        name: `${firstName} ${lastName}`,
        email: `${username}@shahrah.example`,
      })),
    );
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `insert into department_heads (department, username, name, email, named_by, named_at)
       select department, username, name, email, 'demo', now()
         from jsonb_to_recordset($1::jsonb) as h (department text, username text, name text, email text)
        where exists (select from departments where slug = department)
       on conflict (department) do nothing`,
      [JSON.stringify(heads)],
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}
