import type { Clock } from '#api/platform/clock.ts';
import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { cutPage } from '#api/platform/page.ts';
import type {
  FindInstances,
  InstanceCount,
  InstancePage,
  InstanceState,
  InstanceSummary,
  ListInstances,
  Token,
} from '#common/contract/index.ts';
import { digitsOf } from '#common/text/persian-text.ts';
import { readTrackingCode } from '#common/text/tracking-code.ts';
import type { ViewerAccess } from '../visibility/index.ts';
import { buildInstanceQuery, type InstanceQuery } from './instance-filter.ts';
import { instanceVisibility } from './instance-visibility.ts';
import { CONTAINER_ELEMENT_TYPES, readActiveTokens } from './reads/active-tokens.read.ts';
import { bilingualName, elementNameJoinSql } from './reads/element-names.read.ts';
import { toIsoString } from './sql-fragments.ts';

const PAGE_SIZE = 50;
/** A list counts up to this number; counting on would cost more than it tells. */
const MAX_COUNTED = 10_000;
/** Maximum number of tokens that a list names per instance. */
const MAX_TOKENS_LISTED = 5;
/** Maximum number of requests of one person that are searched. */
const MAX_REQUESTS_OF_PERSON = 500;

export type InstanceSummaryRow = {
  instance_key: string;
  request_id: string | null;
  process_key: string;
  version: number;
  state: InstanceState;
  incident: boolean;
  started_at: Date;
  ended_at: Date | null;
  service: string | null;
  department: string | null;
  name_fa: string | null;
  name_en: string | null;
};

type ListRow = InstanceSummaryRow & { at: Date; id: string };

const SUMMARY_COLUMNS = `i.instance_key, i.request_id, i.process_key, i.version, i.state, i.incident, i.started_at, i.ended_at, i.service,
  i.department`;

export type InstancesDeps = {
  db: Db;
  clock: Clock;
  /** Processes of confidential services. */
  confidentialProcesses: () => Promise<ReadonlySet<string>>;
};

/** Lists of instances. Data of a request is shown, and can be searched, only as far as the viewer sees that
 *  request. */
export const instancesView = ({ db, clock, confidentialProcesses }: InstancesDeps) => {
  /** @returns undefined when the filter names no request; only requests that the visibility rule allows are
   *  found */
  async function meant({ trackingCode, nationalId }: FindInstances, view: ViewerAccess) {
    if (trackingCode === undefined && nationalId === undefined) return undefined;
    const visible = view.requestsSql('r');
    const query = db('requests as r')
      .whereRaw(visible.sql, visible.bindings as string[])
      .limit(MAX_REQUESTS_OF_PERSON);
    if (trackingCode !== undefined) query.where('r.tracking_code', readTrackingCode(trackingCode));
    if (nationalId !== undefined)
      query.join('people as p', 'p.id', 'r.person_id').where('p.national_id', digitsOf(nationalId));
    return (await query.pluck('r.id')) as string[];
  }

  const source = async (filter: FindInstances, view: ViewerAccess): Promise<InstanceQuery> =>
    buildInstanceQuery(
      filter,
      await meant(filter, view),
      instanceVisibility(view, await confidentialProcesses()),
      clock.now(),
    );

  return {
    async list(
      { after, limit = PAGE_SIZE, ...filter }: ListInstances,
      view: ViewerAccess,
    ): Promise<InstancePage> {
      const { from, where, at, id, direction } = await source(filter, view);
      const pages = cursor(`instances ${at}`, ['time', 'key']);
      const place = after === undefined ? [] : pages.read(after);
      const beyond = {
        sql: `(${at}, ${id}) ${direction === 'asc' ? '>' : '<'} (?, ?)`,
        bindings: place,
      };
      const all = place.length > 0 ? [...where, beyond] : where;
      const { rows } = await db.raw<{ rows: ListRow[] }>(
        `select page.*, element.name_fa, element.name_en from (
           select ${SUMMARY_COLUMNS}, ${at} as at, ${id} as id from ${from}
            where ${all.map(({ sql }) => sql).join(' and ')}
            order by ${at} ${direction}, ${id} ${direction} limit ?) page
           ${elementNameJoinSql('element', { of: 'page', elementId: 'page.process_key' })}
          order by page.at ${direction}, page.id ${direction}`,
        [...all.flatMap(({ bindings }) => bindings), limit + 1] as string[],
      );
      const { shown, last } = cutPage(rows, limit);
      const [tokens, matters] = await Promise.all([
        readTokens(
          db,
          shown.map((row) => row.instance_key),
        ),
        readRequestsOfInstances(db, shown, view, await confidentialProcesses()),
      ]);
      return {
        items: shown.map((row) => ({
          ...toSummary(row, matters(row)),
          tokens: (tokens.get(row.instance_key) ?? []).slice(0, MAX_TOKENS_LISTED),
        })),
        next: last ? pages.write(last.at, last.id) : null,
      };
    },

    async count(filter: FindInstances, view: ViewerAccess): Promise<InstanceCount> {
      const { from, where } = await source(filter, view);
      const { rows } = await db.raw<{ rows: { n: number }[] }>(
        `select count(*)::integer as n from (
           select 1 from ${from} where ${where.map(({ sql }) => sql).join(' and ')} limit ?) counted`,
        [...where.flatMap(({ bindings }) => bindings), MAX_COUNTED + 1] as string[],
      );
      const n = rows[0]?.n ?? 0;
      return { count: Math.min(n, MAX_COUNTED), more: n > MAX_COUNTED };
    },

    /** Returns the keys of all instances that a filter finds, in the order of its list, each once: the fixed
     *  list for a batch operation.
     *  @returns at most `limit` keys */
    async keys(filter: FindInstances, view: ViewerAccess, { limit }: { limit: number }): Promise<string[]> {
      const { from, where, at, id, direction } = await source(filter, view);
      const { rows } = await db.raw<{ rows: { instance_key: string }[] }>(
        `select i.instance_key from ${from} where ${where.map(({ sql }) => sql).join(' and ')}
          order by ${at} ${direction}, ${id} ${direction} limit ?`,
        [...where.flatMap(({ bindings }) => bindings), limit] as string[],
      );
      return [...new Set(rows.map(({ instance_key }) => instance_key))];
    },
  };
};

export type InstancesView = ReturnType<typeof instancesView>;

/** Subject of an instance: its request as far as the viewer sees it, and whether it is confidential. */
export type RequestOfInstance = { request: InstanceSummary['request']; confidential: boolean };

/** The department of a case can reveal who is complained about, so it is hidden for a confidential case that
 *  the viewer does not see. */
export const toSummary = (
  row: InstanceSummaryRow,
  { request, confidential }: RequestOfInstance,
): Omit<InstanceSummary, 'tokens'> => ({
  key: row.instance_key,
  processKey: row.process_key,
  version: row.version,
  name: bilingualName(row.name_fa, row.name_en, row.process_key),
  state: row.state,
  incident: row.incident,
  startedAt: row.started_at.toISOString(),
  endedAt: toIsoString(row.ended_at),
  service: row.service,
  department: confidential && !request ? null : row.department,
  request,
});

/** Reads the subjects of instances. An instance without a known request is as confidential as its process. */
export async function readRequestsOfInstances(
  db: Db,
  instances: readonly InstanceSummaryRow[],
  view: ViewerAccess,
  confidentialProcesses: ReadonlySet<string>,
): Promise<(row: InstanceSummaryRow) => RequestOfInstance> {
  const ids = instances.flatMap(({ request_id }) => request_id ?? []);
  const sees = view.requestsSql('r');
  const rows =
    ids.length === 0
      ? []
      : ((await db('requests as r')
          .whereIn('r.id', ids)
          .select('r.id', 'r.tracking_code', 'r.confidential')
          .select(db.raw(`(${sees.sql}) as seen`, sees.bindings as string[]))) as {
          id: string;
          tracking_code: string;
          confidential: boolean;
          seen: boolean | null;
        }[]);
  const byRequest = new Map(
    rows.map(({ id, tracking_code: trackingCode, confidential, seen }): [string, RequestOfInstance] => [
      id,
      { request: seen ? { id, trackingCode } : null, confidential },
    ]),
  );
  return ({ request_id: id, process_key: key }) =>
    (id === null ? undefined : byRequest.get(id)) ?? {
      request: null,
      confidential: id === null && confidentialProcesses.has(key),
    };
}

/** Reads the tokens that lists name. A container that was stopped before anything inside it began is told by
 *  its incident alone. */
async function readTokens(db: Db, keys: readonly string[]): Promise<Map<string, Token[]>> {
  const tokens = new Map<string, Token[]>();
  for (const row of await readActiveTokens(db, keys)) {
    if (CONTAINER_ELEMENT_TYPES.includes(row.type)) continue;
    const list = tokens.get(row.instance_key) ?? [];
    tokens.set(row.instance_key, list);
    list.push({
      elementKey: row.element_key,
      elementId: row.element_id,
      type: row.type,
      name: bilingualName(row.name_fa, row.name_en, row.element_id),
      since: row.started_at.toISOString(),
    });
  }
  return tokens;
}
