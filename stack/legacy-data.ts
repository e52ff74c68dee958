import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StackProblem } from './stack-problem.ts';

/** Engine data of earlier versions, the more specific path first. */
const LEGACY_DATA = [
  { path: join('zeebe', 'journal.ndjson'), leader: 'an earlier engine', goOn: '' },
  {
    path: 'zeebe',
    leader: 'a Zeebe broker',
    goOn: 'name a Zeebe of your own that has this data in ZEEBE_ADDRESS, ZEEBE_REST_URL and ENGINE_RECORDS_PASSWORD, or ',
  },
];

/** Refuses a home whose cases were run by another engine. The database remembers how far it has read that
 *  engine and takes no records from one that starts over (docs/adr/0004-the-engine-side.md): requests would
 *  come in and never become tasks.
 *  @throws StackProblem that says how to start over and how to keep the data */
export function refuseLegacyData(home: string): void {
  const sign = LEGACY_DATA.find(({ path }) => holdsData(join(home, path)));
  if (!sign) return;
  throw new StackProblem(
    `${home} holds cases of an earlier version, led by ${sign.leader} (its data: ${join(home, sign.path)}), with which the engine of this version cannot go on: npm run reset deletes them and begins anew; to keep them, ${sign.goOn}leave ${home} as it is and set SHAHRAH_HOME to another folder.`,
  );
}

/** Returns true for a file, or a folder with something in it. */
const holdsData = (path: string): boolean =>
  existsSync(path) && (statSync(path).isFile() || readdirSync(path).length > 0);
