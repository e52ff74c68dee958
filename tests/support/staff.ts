import { readFile } from 'node:fs/promises';
import type { Db } from '#api/platform/db.ts';

type Person = {
  username: string;
  firstName: string;
  lastName: string;
  roles: string[];
  groups?: string[];
  departments?: string[];
};

const PEOPLE = new URL('../../stack/realm/demo-people.json', import.meta.url);

/** Everybody of the demo realm has signed in before, so that the product knows who works where. */
export async function everybodyWasHere(db: Db): Promise<void> {
  const people = JSON.parse(await readFile(PEOPLE, 'utf8')) as Person[];
  await db('staff')
    .insert(
      people.map(({ username, firstName, lastName, roles, groups, departments }) => ({
        username,
        subject: `before:${username}`,
        name: `${firstName} ${lastName}`,
        roles,
        departments: departments ?? groups ?? [],
        last_seen: new Date(0),
      })),
    )
    .onConflict('username')
    .ignore();
}
