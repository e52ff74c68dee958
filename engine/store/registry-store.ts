import type { Definition, Key, StartSubscription } from '../core/model.ts';
import type { PreparedDecisions, PreparedProcess, Resource } from '../core/prepare.ts';
import { createRegistry, type Registry } from '../core/registry.ts';
import type { ResourcePreparer } from './resource-preparer.ts';
import type { ResourceDetails } from './write-state.ts';
import type { Query } from './writer.ts';

type Row = {
  key: Key;
  kind: string;
  name: string;
  checksum: string;
  details: ResourceDetails;
  deleted: boolean;
};
type StartRow = { messageName: string; startEventId: string; definition: Key; keys: Key[] };

const RESOURCES = `
  select key, kind, name, checksum, details, content is null as deleted from resource order by key`;
const STARTS = `
  select message_name as "messageName", start_event_id as "startEventId", definition, keys
    from start_subscription order by definition, start_event_id`;
const CONTENT = `select name, encode(content, 'base64') as content from resource where key = $1`;

/** Loads what is deployed, without the files: those are read on first use. */
export async function loadRegistry(query: Query): Promise<Registry> {
  const registry = createRegistry();
  for (const row of await query<Row>('resources', RESOURCES, [])) addResource(registry, row);
  for (const row of await query<StartRow>('starts', STARTS, [])) addStart(registry, row);
  return registry;
}

function addResource(registry: Registry, { key, name, checksum, details, deleted }: Row): void {
  if ('processId' in details) {
    const { processId, version } = details;
    const definition: Definition = {
      key,
      processId,
      version,
      resourceName: name,
      checksum,
      model: undefined,
    };
    countVersion(registry, processId, version);
    if (deleted) return;
    registry.definitions.set(key, definition);
    const latest = registry.latest.get(processId);
    if (!latest || latest.version < version) registry.latest.set(processId, definition);
    return;
  }
  const { requirementsId, decisions } = details;
  for (const decision of decisions) {
    countVersion(registry, decision.id, decision.version);
    if (deleted) continue;
    const version = { ...decision, checksum, requirementsKey: key, requirementsId, table: undefined };
    registry.decisionVersions.set(decision.key, version);
    const latest = registry.decisions.get(decision.id);
    if (!latest || latest.version < decision.version) registry.decisions.set(decision.id, version);
  }
}

function countVersion({ versions }: Registry, id: string, version: number): void {
  versions.set(id, Math.max(versions.get(id) ?? 0, version));
}

function addStart(
  { definitions, starts }: Registry,
  { definition: key, messageName, ...rest }: StartRow,
): void {
  const definition = definitions.get(key);
  if (!definition) return;
  const start: StartSubscription = { definition, messageName, ...rest };
  starts.set(messageName, [...(starts.get(messageName) ?? []), start]);
}

/** Reads the file of a definition and sets its model, or the reason why there is none: an older engine may
 *  have accepted more. */
export async function loadModel(
  query: Query,
  { prepare }: ResourcePreparer,
  { definitions }: Registry,
  key: Key,
): Promise<void> {
  const definition = definitions.get(key);
  const content = await contentOf(query, key);
  if (!definition) return;
  try {
    definition.model = ((await prepare(content)) as PreparedProcess).model;
  } catch (error) {
    definition.unreadable = (error as Error).message;
  }
}

/** Reads the file of decisions and sets the table of each, or the reason why there is none. */
export async function loadTables(
  query: Query,
  { prepare }: ResourcePreparer,
  { decisionVersions }: Registry,
  requirementsKey: Key,
): Promise<void> {
  const content = await contentOf(query, requirementsKey);
  const versions = [...decisionVersions.values()].filter((one) => one.requirementsKey === requirementsKey);
  try {
    const { tables } = (await prepare(content)) as PreparedDecisions;
    for (const version of versions) {
      version.table = tables.find(({ id }) => id === version.id);
      if (!version.table) version.unreadable = `it has no decision ${version.id}`;
    }
  } catch (error) {
    for (const version of versions) version.unreadable = (error as Error).message;
  }
}

async function contentOf(query: Query, key: Key): Promise<Resource> {
  const [row] = await query<Resource>('content', CONTENT, [key]);
  if (!row?.content) throw new Error(`resource ${key} has no content`);
  return { name: row.name, content: row.content.replaceAll('\n', ''), again: true };
}

/** Copies the registry with maps of its own, so that a deployment can be undone when its transaction
 *  fails. */
export const copyOfRegistry = (registry: Registry): Registry => ({
  definitions: new Map(registry.definitions),
  latest: new Map(registry.latest),
  versions: new Map(registry.versions),
  decisions: new Map(registry.decisions),
  decisionVersions: new Map(registry.decisionVersions),
  starts: new Map(registry.starts),
});

export function restoreRegistry(registry: Registry, copy: Registry): void {
  for (const name of Object.keys(copy) as (keyof Registry)[]) {
    const map = registry[name] as Map<unknown, unknown>;
    map.clear();
    for (const [key, value] of copy[name] as Map<unknown, unknown>) map.set(key, value);
  }
}
