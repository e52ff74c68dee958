import { cursor } from '#api/platform/cursor.ts';
import { type Db, prepared } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import { asSystem } from '#api/platform/viewer.ts';
import type { ListTasks, Task, TaskPage } from '#common/contract/index.ts';
import { barredFrom, TASK_COLUMNS, TASK_JOINS, type TaskQueryRow, toTask } from './task-row.ts';

/** Queue of the reader; unless it is `cleared`, tasks of confidential services are left out. */
export type Queue = { queue: string; cleared: boolean };

export type Inbox = {
  username: string;
  queues: readonly Queue[];
  /** Departments in which the reader works: tasks handed to them are the reader's too. */
  ownDepartments: string[];
  confidentialServices: string[];
  /** Units whose barring also bars the reader. */
  barredWith: string[];
};

type Binding = string | number | boolean | string[];

const DEFAULT_LIMIT = 50;

/** Order of a page: `columns` as the indexes have them, `types` for the values of a cursor, `last` the values
 *  that sort after everything. */
type Ordering = {
  columns: readonly string[];
  types: readonly string[];
  last: readonly string[];
  place: { write(...values: string[]): string; read(after: string): readonly string[] };
};
type Order = NonNullable<ListTasks['order']>;

const LAST_KEY = '9223372036854775807';
const ORDERS: Record<Order, Ordering> = {
  due: {
    columns: [`coalesce(due_at, 'infinity')`, 'task_key'],
    types: ['timestamptz', 'bigint'],
    last: ['infinity', LAST_KEY],
    place: cursor('due', ['time', 'key']),
  },
  created: {
    columns: ['created_at', 'task_key'],
    types: ['timestamptz', 'bigint'],
    last: ['infinity', LAST_KEY],
    place: cursor('created', ['time', 'key']),
  },
  priority: {
    columns: ['(-priority_rank)', `coalesce(due_at, 'infinity')`, 'task_key'],
    types: ['integer', 'timestamptz', 'bigint'],
    last: ['2147483647', 'infinity', LAST_KEY],
    place: cursor('priority', ['rank', 'time', 'key']),
  },
};

const placeNames = (columns: readonly string[]): string[] => columns.map((_, index) => `place_${index}`);

/** Task as the API shows it, with what only the API needs to know. */
export type TaskWithContext = {
  task: Task;
  service: string | null;
  barred: string | null;
  lastAction: string | null;
  /** Usernames of those who may not take it because they answered before. */
  answeredBefore: readonly string[];
};

/** Read side of the inbox and of a single task. Tasks are found as the system user, because the indexes of
 *  the inbox do not work behind a row-level policy, and a task tells what it is about even where the
 *  visibility rule hides the request itself. Only what the database then lets the viewer see is shown. */
export const tasksView = (db: Db) => ({
  /** @param viewer username of the person who looks, for whom the task may be barred */
  async one(taskKey: string, viewer: string | null): Promise<TaskWithContext | undefined> {
    const [[row], seen] = await Promise.all([asSystem(() => rowOf(db, taskKey)), seenOf(db, [taskKey])]);
    if (!row || !seen.has(taskKey)) return undefined;
    const { service, barred_department: barred, last_action: lastAction } = row;
    return { task: toTask(row, viewer), service, barred, lastAction, answeredBefore: barredFrom(row) };
  },

  /** Returns a page by keyset: changes meanwhile neither double nor lose a row that stays. It reads at most
   *  one page from each queue, so its cost does not depend on how much waits there. */
  async page(query: ListTasks, inbox: Inbox): Promise<TaskPage> {
    const order = query.order ?? 'due';
    const limit = query.limit ?? DEFAULT_LIMIT;
    const [rows, total] = await asSystem(() =>
      Promise.all([pageRows(db, query, inbox, order, limit + 1), count(db, query, inbox)]),
    );
    const { items: shown, next } = page(
      rows,
      limit,
      (row) => row,
      (last) => ORDERS[order].place.write(...last.place),
    );
    const seen = await seenOf(
      db,
      shown.map(({ task_key }) => task_key),
    );
    return {
      items: shown.filter(({ task_key }) => seen.has(task_key)).map((row) => toTask(row, inbox.username)),
      next,
      total,
    };
  },
});

async function rowOf(db: Db, taskKey: string): Promise<TaskQueryRow[]> {
  const { rows } = await db
    .raw(
      `select ${TASK_COLUMNS} from tasks t left join requests r on r.id = t.request_id ${TASK_JOINS}
        where t.task_key = ? and t.state <> 'pending'`,
      [taskKey],
    )
    .options(prepared('one-task'));
  return rows as TaskQueryRow[];
}

/** Returns those of the tasks that the viewer may see; the system itself sees all. */
async function seenOf(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await db
    .raw('select task_key from tasks where task_key = any(?::bigint[])', [[...keys]])
    .options(prepared('seen-tasks'));
  return new Set((rows as { task_key: string }[]).map(({ task_key }) => task_key));
}

async function pageRows(
  db: Db,
  query: ListTasks,
  inbox: Inbox,
  order: Order,
  limit: number,
): Promise<TaskQueryRow[]> {
  const ordering = ORDERS[order];
  const { columns, types } = ordering;
  const names = placeNames(columns);
  const after = query.after === undefined ? [] : ordering.place.read(query.after);
  const past =
    after.length > 0 ? `and (${columns.join(', ')}) > (${types.map((type) => `?::${type}`).join(', ')})` : '';
  const source = SOURCES[query.scope](query, inbox, ordering);
  const page = source(
    `select task_key as picked_key, ${columns.map((column, index) => `${column} as ${names[index]}`).join(', ')} from tasks`,
    { sql: past, bindings: after },
    limit,
  );
  const { rows } = await db.raw(
    `select ${TASK_COLUMNS}, array[${names.map((name) => `${name}::text`).join(', ')}] as place
       from (select * from (${page.sql}) found order by ${names.join(', ')} limit ?) page
       join tasks t on t.task_key = page.picked_key
       left join requests r on r.id = t.request_id
       ${TASK_JOINS}
      order by ${names.join(', ')}`,
    [...page.bindings, limit],
  );
  return rows as TaskQueryRow[];
}

type Source = (
  select: string,
  past: { sql: string; bindings: readonly Binding[] },
  limit: number,
) => { sql: string; bindings: Binding[] };

/** Leaves out complaints about a unit of the reader. */
const NOT_BARRED = `(barred_department is null or barred_department <> all(?))`;

/** Tasks that one condition finds by its own index, in whatever queue. */
const picked =
  (condition: (inbox: Inbox) => { sql: string; bindings: Binding[] }) =>
  (query: ListTasks, inbox: Inbox, { columns }: Ordering): Source =>
  (select, past, limit) => {
    const { sql, bindings } = filters(query);
    const found = condition(inbox);
    return {
      sql: `${select} where state = 'created' and ${found.sql} and ${NOT_BARRED} ${sql} ${past.sql}
        order by ${columns.join(', ')} limit ?`,
      bindings: [...found.bindings, inbox.barredWith, ...bindings, ...past.bindings, limit],
    };
  };

const held = ({ username }: Inbox) => ({ sql: 'assignee = ?', bindings: [username] });

const handed = ({ ownDepartments }: Inbox) => ({
  sql: `handed_to <> '{}' and handed_to && ?::text[]`,
  bindings: [ownDepartments],
});

/** Tasks of the reader's queues. Each queue is read by itself, free and held tasks separately, because the
 *  indexes are built that way. The first few tasks of each are read first, together at least a page: nothing
 *  on the page lies past the last of them, so a reader of a hundred queues reads hardly more rows than are
 *  shown. */
const ofQueues =
  (
    query: ListTasks,
    { queues, confidentialServices, barredWith }: Inbox,
    { columns, types, last }: Ordering,
  ): Source =>
  (select, past, limit) => {
    const read = query.queue === undefined ? queues : queues.filter(({ queue }) => queue === query.queue);
    const key = keyOfQueue(query.service);
    const halves = query.scope === 'unassigned' ? ['true'] : ['true', 'false'];
    const fromEach = Math.ceil(limit / Math.max(1, read.length * halves.length));
    const names = placeNames(columns).join(', ');
    const inOrder = columns.join(', ');
    const ofOne = `${select}
      where state = 'created' and ${key.sql} and (assignee is null) = mine.free
        and (mine.cleared or coalesce(service, '') <> all(?)) and ${NOT_BARRED} ${past.sql}`;
    const ofOneBindings = [...key.bindings, confidentialServices, barredWith, ...past.bindings];
    return {
      sql: `with mine as materialized (
              select queue, cleared, free
                from (select unnest(?::text[]) as queue, unnest(?::boolean[]) as cleared) each
               cross join unnest(?::boolean[]) as half (free)
            ), heads as materialized (
              select head.* from mine cross join lateral (${ofOne} order by ${inOrder} limit ?) head
            ), edge as materialized (
              (select ${names} from heads order by ${names} offset ? limit 1)
              union all
              select ${last.map((value, index) => `'${value}'::${types[index]}`).join(', ')}
               where (select count(*) from heads) < ?
            )
            select place.* from mine cross join edge
             cross join lateral (
               ${ofOne} and (${inOrder}) <= (${placeNames(columns)
                 .map((name) => `edge.${name}`)
                 .join(', ')})
                order by ${inOrder} limit ?
             ) place`,
      bindings: [
        read.map(({ queue }) => queue),
        read.map(({ cleared }) => String(cleared)),
        halves,
        ...ofOneBindings,
        fromEach,
        limit - 1,
        limit,
        ...ofOneBindings,
        limit,
      ],
    };
  };

const SOURCES: Record<ListTasks['scope'], (query: ListTasks, inbox: Inbox, ordering: Ordering) => Source> = {
  mine: picked(held),
  escalated: picked(handed),
  'my-groups': ofQueues,
  unassigned: ofQueues,
};

/** The indexes have a key of their own for one service of a queue. */
const keyOfQueue = (service: string | undefined): { sql: string; bindings: Binding[] } =>
  service === undefined
    ? { sql: 'queue = mine.queue', bindings: [] }
    : { sql: `(queue || '/' || service) = mine.queue || '/' || ?`, bindings: [service] };

function filters({ queue, service }: { queue?: string | undefined; service?: string | undefined }) {
  const bindings: Binding[] = [];
  let sql = '';
  if (queue !== undefined) bindings.push(queue);
  if (queue !== undefined) sql += ' and queue = ?';
  if (service !== undefined) bindings.push(service);
  if (service !== undefined) sql += ' and service = ?';
  return { sql, bindings };
}

/** Exact count that does not count the tasks of a queue: a trigger keeps `task_counts`, and the reader is
 *  barred from few tasks. */
async function count(db: Db, query: ListTasks, inbox: Inbox): Promise<number> {
  if (query.scope === 'mine' || query.scope === 'escalated') {
    const { sql, bindings } = filters(query);
    const found = query.scope === 'mine' ? held(inbox) : handed(inbox);
    const { rows } = await db.raw(
      `select count(*)::integer as total from tasks where state = 'created' and ${found.sql} and ${NOT_BARRED} ${sql}`,
      [...found.bindings, inbox.barredWith, ...bindings],
    );
    return rows[0].total as number;
  }
  const { sql, bindings } = filters(query);
  const assigned = query.scope === 'unassigned' ? ['false'] : ['true', 'false'];
  const { rows } = await db.raw(
    `with mine as (select unnest(?::text[]) as of_queue, unnest(?::boolean[]) as cleared)
     select coalesce(sum(open), 0)::integer as total from (
       select open from mine join task_counts on queue = of_queue
        where (cleared or service <> all(?)) and assigned = any(?) ${sql}
       union all
       select -1 from mine join tasks on queue = of_queue
        where state = 'created' and barred_department = any(?)
          and (cleared or coalesce(service, '') <> all(?)) and (assignee is not null) = any(?) ${sql}
     ) counted`,
    [
      inbox.queues.map(({ queue }) => queue),
      inbox.queues.map(({ cleared }) => String(cleared)),
      inbox.confidentialServices,
      assigned,
      ...bindings,
      inbox.barredWith,
      inbox.confidentialServices,
      assigned,
      ...bindings,
    ],
  );
  return rows[0].total as number;
}
