import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StackProblem } from './stack-problem.ts';

const ELSEWHERE = 'start with SHAHRAH_HOME naming another folder';

/** What earlier versions kept of the flow, the narrower sign first. `keep` says how to go on with the data. */
const SIGNS = [
  {
    path: join('zeebe', 'journal.ndjson'),
    leader: 'an earlier engine',
    keep: `leave that folder as it is and ${ELSEWHERE} to keep it`,
  },
  {
    path: 'zeebe',
    leader: 'a Zeebe broker',
    keep: `go on with them on a Zeebe of your own that has this data (ZEEBE_ADDRESS, ZEEBE_REST_URL and ENGINE_RECORDS_PASSWORD name it), or leave that folder as it is and ${ELSEWHERE}`,
  },
];

/** Refuses a home whose cases another engine has led. The database remembers how far it has read that one and takes no records
 *  from one that begins anew (docs/adr/0004-the-engine-side.md): requests would come in and never become tasks.
 *  @throws StackProblem that says how to begin anew and how to keep the data */
export function refuseDataOfBefore(home: string): void {
  const sign = SIGNS.find(({ path }) => holdsData(join(home, path)));
  if (!sign) return;
  throw new StackProblem(
    `The cases in ${home} were led by ${sign.leader}, whose data is in ${join(home, sign.path)}, and the engine of this version cannot go on with them: run npm run reset to delete them and begin anew, or ${sign.keep}.`,
  );
}

/** A file, or a folder with something in it. */
const holdsData = (path: string): boolean =>
  existsSync(path) && (statSync(path).isFile() || readdirSync(path).length > 0);
