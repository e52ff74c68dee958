import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type pg from 'pg';
import { type Inbox, tasksView } from '#api/modules/tasks/tasks.view.ts';
import { type ListTasks, TASK_ORDERS, TASK_SCOPES } from '#common/contract/index.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const TASKS = 20_000;
const QUEUES = ['rmto', 'rmto-tehran', 'railways', 'contact-centre'];
/** A page of the free and one of the held tasks of each queue, read through the index, and the tasks
 *  themselves once. */
const MOST_ROWS_READ = 2 * 51 * QUEUES.length * 2 + 51 * 4;

type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
};

const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];

describe('the cost of a page of the inbox', () => {
  const database = useDatabase();
  let explain: pg.Client;
  const statements: { sql: string; bindings: unknown[] }[] = [];

  before(async () => {
    await database.db.raw(
      `insert into tasks (task_key, instance_key, element_instance_key, element_id, process_key, form_key, queue,
                          candidate_groups, assignee, state, created_at, service, priority_rank, due_at)
       select n, n, n, 'Task_HandleRequest', 'citizen-request', 'citizen-request/handle', queue, array[queue],
              case when n % 3 = 0 then 'person-' || n % 400 end, 'created', now() - n * interval '1 minute',
              case when n % 2 = 0 then 'road-damage' else 'traffic-toll' end, 1 + n % 3,
              case when n % 10 > 0 then now() + n % 977 * interval '1 hour' end
         from generate_series(1, ${TASKS}) as n, lateral (select (?::text[])[1 + n % ${QUEUES.length}] as queue) as q`,
      [QUEUES],
    );
    await database.db.raw('vacuum analyze tasks');
    database.db.on('query', ({ sql, bindings }) => statements.push({ sql, bindings }));
    explain = (await database.db.client.acquireConnection()) as pg.Client;
  });

  after(async () => {
    if (explain) await database.db.client.releaseConnection(explain);
  });

  const inbox: Inbox = {
    username: 'person-9',
    queues: QUEUES.map((queue) => ({ queue, cleared: queue === 'rmto' })),
    confidentialServices: ['staff-complaint'],
    barredWith: ['rmto'],
    ownDepartments: ['rmto'],
  };

  async function readRows(query: ListTasks): Promise<Node[]> {
    statements.length = 0;
    await tasksView(database.db).page(query, inbox);
    const nodes: Node[] = [];
    for (const { sql, bindings } of [...statements]) {
      const { rows } = await explain.query(`explain (analyze, format json) ${sql}`, bindings);
      nodes.push(...flat(rows[0]['QUERY PLAN'][0].Plan as Node));
    }
    return nodes.filter((node) => node['Relation Name'] === 'tasks');
  }

  for (const scope of TASK_SCOPES) {
    for (const order of TASK_ORDERS) {
      for (const service of [undefined, 'road-damage']) {
        it(`is that of the page, not of the table: ${scope} by ${order}${service ? ' of one service' : ''}`, async () => {
          // given
          const query: ListTasks = { scope, order, limit: 50, ...(service ? { service } : {}) };
          const { next } = await tasksView(database.db).page(query, inbox);

          // when
          const first = await readRows(query);
          const second = next ? await readRows({ ...query, after: next }) : [];

          // then
          for (const nodes of [first, second]) {
            expect(nodes.map((node) => node['Node Type'])).not.to.include('Seq Scan');
            const rows = nodes.map(
              (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
            );
            expect(rows.reduce((sum, one) => sum + one, 0)).to.be.at.most(MOST_ROWS_READ);
          }
        });
      }
    }
  }
});
