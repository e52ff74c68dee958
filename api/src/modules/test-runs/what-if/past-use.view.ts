import {
  bilingualName,
  readPathsTaken,
  readProcessNames,
  readRecentCases,
  type RecentCase,
} from '#api/modules/process-instances/index.ts';
import { roundedCount } from '#api/modules/visibility/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { mapSequentially } from '#api/platform/map-sequentially.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { PastUse, Text } from '#common/contract/index.ts';
import type { ChangedPath } from '#common/process-files/diff/index.ts';
import type { DraftReads } from '../drafts-port.ts';

const DEFAULT_CASES = 500;

type Deps = {
  db: Db;
  drafts: DraftReads;
  clock: Clock;
  sandbox: Pick<Sandbox, 'changedPaths'>;
  confidentialProcesses: () => Promise<ReadonlySet<string>>;
};
/** Step for the number of cases: a caller who could ask for one confidential case more each time would see
 *  what became of each. */
const CASES_STEP = 100;
const roundUpToStep = (last: number): number => Math.ceil(last / CASES_STEP) * CASES_STEP;

/** Counts how many of the newest real cases took a path that the changed diagrams of a draft remove or
 *  redirect. A case that was migrated or restarted has several instances and counts once. Instances whose
 *  path is no longer stored are left out, and so are confidential cases in shared processes. */
export function pastUse({ db, drafts, clock, sandbox, confidentialProcesses }: Deps) {
  async function nameOf(processKey: string): Promise<Text | null> {
    const { name_fa: fa = null, name_en: en = null } =
      (await readProcessNames(db, [processKey])).get(processKey) ?? {};
    return bilingualName(fa, en, fa ?? processKey);
  }

  async function count(
    ways: readonly ChangedPath[],
    cases: readonly RecentCase[],
  ): Promise<(ChangedPath & { cases: number; standing: number })[]> {
    const place = new Map(cases.flatMap(({ keys }, at) => keys.map((key) => [key, at] as const)));
    const [instances, ids] = [[...place.keys()], ways.map(({ elementId }) => elementId)];
    const rows = await readPathsTaken(db, instances, ids);
    const took = new Map(ids.map((id) => [id, { cases: new Set<number>(), standing: new Set<number>() }]));
    for (const { id, instance_key: key, standing } of rows) {
      const at = place.get(key) ?? -1;
      took.get(id)?.cases.add(at);
      if (standing) took.get(id)?.standing.add(at);
    }
    return ways.map((way) => ({
      ...way,
      cases: took.get(way.elementId)?.cases.size ?? 0,
      standing: took.get(way.elementId)?.standing.size ?? 0,
    }));
  }

  /** @throws DraftNotFound */
  return async (draftId: string, last: number = DEFAULT_CASES): Promise<PastUse> => {
    await drafts.get(draftId);
    const confidential = await confidentialProcesses();
    const changed = (await drafts.changes(draftId)).filter(({ name }) => name.endsWith('.bpmn'));
    const processes = await mapSequentially(changed, async ({ name: file, content, running }) => {
      if (running === null) return [];
      const processKey = file.replace(/\.bpmn$/, '');
      const ways = content === null ? [] : await sandbox.changedPaths(running, content).catch(() => null);
      const isConfidential = confidential.has(processKey);
      const cases = await readRecentCases(db, processKey, isConfidential ? roundUpToStep(last) : last);
      const tell = (number: number) => (isConfidential ? roundedCount(number) : number);
      const oldest = Math.min(...cases.map(({ started_at: at }) => at.getTime()));
      return [
        {
          file,
          processKey,
          confidential: isConfidential,
          name: await nameOf(processKey),
          gone: content === null,
          readable: ways !== null,
          cases: tell(cases.length),
          running: tell(cases.filter(({ running: runs }) => runs).length),
          since: cases.length > 0 && tell(cases.length) !== null ? new Date(oldest).toISOString() : null,
          ways: (await count(ways ?? [], cases)).map((way) => ({
            ...way,
            cases: tell(way.cases),
            standing: tell(way.standing),
          })),
        },
      ];
    });
    return { asOf: clock.now().toISOString(), processes: processes.flat() };
  };
}

export type ReadPastUse = ReturnType<typeof pastUse>;
