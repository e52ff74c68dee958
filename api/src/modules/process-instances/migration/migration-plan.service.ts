import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { InvalidInput } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { ElementMapping, MigrationDiagrams, PlanMigration } from '#common/contract/index.ts';
import { MAX_MIGRATED_INSTANCES } from '#common/contract/index.ts';
import type { CountRunning } from '../count-running.ts';
import type { ReadInstanceVisibility } from '../instance-visibility.ts';
import { requireDeployedVersion } from './deployed-version.ts';
import type { DiagramModel } from './diagram-model.ts';
import { TooManyCases } from './instance-migration.errors.ts';
import { instanceMigrationRepo, type NewMigrationItem } from './instance-migration.repo.ts';
import { findHiddenInstances } from './migration-visibility.ts';
import { planInstanceMigration } from './plan-instance.ts';
import { readPositions } from './positions.view.ts';

const PLAN_BATCH_SIZE = 500;
const MAPPABLE_ELEMENT_TYPES = [
  'UserTask',
  'ServiceTask',
  'SendTask',
  'BusinessRuleTask',
  'ScriptTask',
  'ReceiveTask',
  'CallActivity',
  'SubProcess',
  'IntermediateCatchEvent',
  'EventBasedGateway',
];

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditLog;
  sandbox: Pick<Sandbox, 'readModel'>;
  visibilityOf: ReadInstanceVisibility;
  countRunning: CountRunning;
};

/** Dry run: which cases would migrate, how, and why not. No case is changed; the list stays as it is. */
export function migrationPlanService({
  db,
  clock,
  audit,
  visibilityOf,
  countRunning,
  sandbox: { readModel },
}: Deps) {
  return {
    /** Creates a plan. Unless versions are given, it covers those of the listed cases, and the mapping may
     *  name the steps of these versions.
     *  @returns the id of the plan
     *  @throws UnknownVersion, InvalidInput when the mapping names what is not there, TooManyCases */
    async plan(
      { processKey, fromVersions, toVersion, mapping = [] }: PlanMigration,
      planner: Staff,
    ): Promise<string> {
      const by = planner.username;
      const target = await requireDeployedVersion(db, processKey, toVersion);
      const model = await readModel(target.xml);
      const running = await findRunningInstances(db, processKey, toVersion, fromVersions);
      if (running.length > MAX_MIGRATED_INSTANCES)
        throw new TooManyCases(undefined, { most: MAX_MIGRATED_INSTANCES });
      const hidden = await findHiddenInstances(db, keysOf(running), await visibilityOf(planner));
      const listed = running.filter(({ instance_key: key }) => !hidden.has(key));
      const named = fromVersions ?? versionsOf(listed);
      const sources = new Map<number, DiagramModel>();
      for (const version of fromVersions ?? versionsOf(running))
        sources.set(version, await readModel((await requireDeployedVersion(db, processKey, version)).xml));
      expectMapping(
        mapping,
        named.flatMap((version) => sources.get(version) ?? []),
        model,
      );
      const targetOf = new Map(mapping.map(({ from, to }) => [from, to]));
      const items: NewMigrationItem[] = [];
      for (let from = 0; from < running.length; from += PLAN_BATCH_SIZE) {
        const some = running.slice(from, from + PLAN_BATCH_SIZE);
        const positions = await readPositions(db, keysOf(some));
        for (const one of some) {
          const source = sources.get(one.version);
          const position = positions.get(one.instance_key);
          if (!source || !position) continue;
          items.push({
            instanceKey: one.instance_key,
            requestId: one.request_id,
            version: one.version,
            ...planInstanceMigration(source, model, targetOf, position, {
              hidden: hidden.has(one.instance_key),
            }),
          });
        }
      }
      return db.transaction(async (tx) => {
        const id = await instanceMigrationRepo(tx).add({
          processKey,
          fromVersions: named,
          toVersion,
          definitionKey: target.definitionKey,
          mapping,
          by,
          at: clock.now(),
          items,
        });
        await audit.within(tx).write({
          actor: by,
          action: 'instance-migration.planned',
          object: { kind: 'instance-migration', id },
          details: { processKey, toVersion, total: listed.length },
          result: 'done',
        });
        return id;
      });
    },

    /** Compares two versions: both diagrams, and the elements that map to themselves. */
    async compare(processKey: string, from: number, to: number): Promise<MigrationDiagrams> {
      const [source, target] = [
        await requireDeployedVersion(db, processKey, from),
        await requireDeployedVersion(db, processKey, to),
      ];
      const [old, now] = [await readModel(source.xml), await readModel(target.xml)];
      const stands = (model: DiagramModel) =>
        [...model.elements.values()].filter(({ type }) => MAPPABLE_ELEMENT_TYPES.includes(type));
      const runs = await countRunning(processKey);
      return {
        from: { version: from, xml: source.xml },
        to: { version: to, xml: target.xml },
        elements: stands(old)
          .filter(({ insideEventSubprocess }) => !insideEventSubprocess)
          .map(({ id, type, name }) => ({
            id,
            type,
            name,
            to: now.elements.get(id)?.type === type ? id : null,
          })),
        targets: stands(now).map(({ id, type, name }) => ({ id, type, name })),
        ...runs(processKey, from),
      };
    },
  };
}

const keysOf = (cases: readonly RunningInstance[]): string[] => cases.map(({ instance_key: key }) => key);

const versionsOf = (cases: readonly RunningInstance[]): number[] =>
  [...new Set(cases.map(({ version }) => version))].sort((a, b) => a - b);

type RunningInstance = { instance_key: string; request_id: string | null; version: number };

/** Oldest first, and one more than a migration may have. */
const findRunningInstances = (
  db: Db,
  processKey: string,
  toVersion: number,
  fromVersions: readonly number[] | undefined,
): Promise<RunningInstance[]> =>
  db('process_instances')
    .where({ process_key: processKey, state: 'active' })
    .whereNot('version', toVersion)
    .whereNotNull('started_at')
    .modify((query) => {
      if (fromVersions) query.whereIn('version', [...fromVersions]);
    })
    .orderBy([{ column: 'started_at' }, { column: 'instance_key' }])
    .limit(MAX_MIGRATED_INSTANCES + 1)
    .select('instance_key', 'request_id', 'version') as unknown as Promise<RunningInstance[]>;

/** @throws InvalidInput */
function expectMapping(
  mapping: readonly ElementMapping[],
  sources: readonly DiagramModel[],
  target: DiagramModel,
): void {
  const errors = mapping.flatMap(({ from, to }, at) => {
    const wrong = (path: string, rule: string, message: string) => ({
      path: `/mapping/${at}/${path}`,
      rule,
      message,
    });
    return [
      ...(sources.some(({ elements }) => elements.has(from))
        ? []
        : [wrong('from', 'element', 'must be an element of a version that cases run in')]),
      ...(target.elements.has(to) ? [] : [wrong('to', 'element', 'must be an element of the target')]),
      ...(mapping.findIndex((one) => one.from === from) < at
        ? [wrong('from', 'unique', 'is mapped more than once')]
        : []),
    ];
  });
  if (errors.length > 0) throw new InvalidInput(undefined, { errors });
}
