import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Task, TaskPage } from '#common/contract/index.ts';
import { aTask } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

const HOUR_MS = 3_600_000;

describe('the inbox', () => {
  const { database, call } = useApi();

  const start = Date.now();

  async function list(as: string, query: Record<string, string>): Promise<TaskPage> {
    const answer = await call('GET', `/api/tasks?${new URLSearchParams(query)}`, undefined, { as });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body as TaskPage;
  }

  async function everyPage(
    as: string,
    query: Record<string, string>,
    between = async () => {},
  ): Promise<Task[]> {
    const items: Task[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page: TaskPage = await list(as, after === undefined ? query : { ...query, after });
      items.push(...page.items);
      after = page.next;
      await between();
    }
    return items;
  }

  async function fill(
    queue: string,
    count: number,
    given: (index: number) => Record<string, unknown> = () => ({}),
  ) {
    const keys: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const due_at = new Date(start + (index % 3) * HOUR_MS);
      keys.push(
        (await aTask(database.db, { queue, service: 'road-damage', due_at, ...given(index) })).task_key,
      );
    }
    return keys;
  }

  const keysOf = (tasks: readonly Task[]) => tasks.map(({ key }) => key);

  for (const order of ['due', 'created', 'priority'] as const) {
    it(`pages through all tasks once, in the order of ${order}, also when many are equal in it`, async () => {
      // given
      const queue = { due: 'rmto-fars', created: 'rmto-gilan', priority: 'rmto-yazd' }[order];
      const created_at = new Date(start);
      const keys = await fill(queue, 17, (index) => ({
        created_at,
        priority_rank: 1 + (index % 2),
        assignee: index % 4 === 0 ? 'somebody' : null,
        ...(index % 5 === 0 ? { due_at: null } : {}),
      }));

      // when
      const items = await everyPage('supervisor.rmto', { scope: 'my-groups', order, queue, limit: '4' });

      // then
      expect(keysOf(items)).to.have.members(keys);
      expect(items).to.have.length(keys.length);
    });
  }

  it('orders by due time; what has none stands last', async () => {
    // given
    const [late] = await fill('rmto-qom', 1, () => ({ due_at: null }));
    const [second] = await fill('rmto-qom', 1, () => ({ due_at: new Date(start + HOUR_MS) }));
    const [first] = await fill('rmto-qom', 1, () => ({ due_at: new Date(start), assignee: 'somebody' }));

    // when
    const { items } = await list('supervisor.rmto', { scope: 'my-groups', queue: 'rmto-qom' });

    // then
    expect(keysOf(items)).to.deep.equal([first, second, late]);
  });

  it('puts the most urgent first in the order of priority', async () => {
    // given
    const [normal] = await fill('rmto-ilam', 1, () => ({ priority_rank: 1 }));
    const [critical] = await fill('rmto-ilam', 1, () => ({ priority_rank: 3 }));

    // when
    const { items } = await list('supervisor.rmto', {
      scope: 'my-groups',
      queue: 'rmto-ilam',
      order: 'priority',
    });

    // then
    expect(keysOf(items)).to.deep.equal([critical, normal]);
  });

  it('neither loses nor doubles a task that stays while others come and go between the pages', async () => {
    // given
    const queue = 'rmto-kerman';
    const staying = await fill(queue, 12);
    const going = await fill(queue, 6);

    // when
    const items = await everyPage('supervisor.rmto', { scope: 'my-groups', queue, limit: '3' }, async () => {
      const key = going.pop();
      if (key)
        await database
          .db('tasks')
          .where('task_key', key)
          .update({ state: 'completed', ended_at: new Date() });
      await fill(queue, 1, () => ({ due_at: new Date(start - HOUR_MS) }));
    });

    // then
    const seen = keysOf(items);
    expect(seen).to.include.members(staying);
    expect(new Set(seen).size).to.equal(seen.length);
  });

  it('counts exactly, whatever the size of a page', async () => {
    // given
    const queue = 'rmto-hamadan';
    await fill(queue, 7);
    const [taken, done] = await fill(queue, 2);
    await database.db('tasks').where('task_key', taken).update({ assignee: 'somebody' });
    await database.db('tasks').where('task_key', done).update({ state: 'completed' });

    // when
    const all = await list('supervisor.rmto', { scope: 'my-groups', queue, limit: '2' });
    const free = await list('supervisor.rmto', { scope: 'unassigned', queue, limit: '2' });

    // then
    expect([all.total, all.items.length]).to.deep.equal([8, 2]);
    expect([free.total, free.items.length]).to.deep.equal([7, 2]);
  });

  it('shows under "mine" what I hold, wherever it stands', async () => {
    // given
    const [own] = await fill('rmto-tehran', 1, () => ({ assignee: 'caseworker.rmto-tehran' }));
    const [given] = await fill('railways', 1, () => ({ assignee: 'caseworker.rmto-tehran' }));
    await fill('rmto-tehran', 1, () => ({ assignee: 'somebody' }));

    // when
    const { items, total } = await list('caseworker.rmto-tehran', { scope: 'mine' });

    // then
    expect(keysOf(items)).to.have.members([own, given]);
    expect(total).to.equal(2);
  });

  it('shows a caseworker the own queue, not those below or beside it', async () => {
    // given
    const [own] = await fill('railways', 1);
    await fill('rmto', 1);

    // when
    const { items, total } = await list('caseworker.railways', { scope: 'unassigned' });

    // then
    expect(keysOf(items)).to.deep.equal([own]);
    expect(total).to.equal(1);
  });

  it('answers a queue that is not mine with nothing', async () => {
    // given
    await fill('rmto', 1);

    // when
    const page = await list('caseworker.railways', { scope: 'my-groups', queue: 'rmto' });

    // then
    expect(page).to.deep.equal({ items: [], next: null, total: 0 });
  });

  it('leaves the tasks of confidential services out for who looks from above, in the list and in the count', async () => {
    // given
    const queue = 'rmto-semnan';
    await fill(queue, 2, () => ({ service: 'staff-complaint' }));
    const [open] = await fill(queue, 1);

    // when
    const { items, total } = await list('supervisor.rmto', { scope: 'my-groups', queue });

    // then
    expect(keysOf(items)).to.deep.equal([open]);
    expect(total).to.equal(1);
  });

  it('filters by service', async () => {
    // given
    const queue = 'rmto-zanjan';
    await fill(queue, 2);
    const [other] = await fill(queue, 1, () => ({ service: 'traffic-toll' }));

    // when
    const { items, total } = await list('supervisor.rmto', {
      scope: 'my-groups',
      queue,
      service: 'traffic-toll',
    });

    // then
    expect(keysOf(items)).to.deep.equal([other]);
    expect(total).to.equal(1);
  });

  for (const [what, query] of [
    ['a cursor that is none', { scope: 'mine', after: 'x' }],
    [
      'a cursor of another order',
      {
        scope: 'mine',
        order: 'priority',
        after: Buffer.from('["due","infinity","1"]').toString('base64url'),
      },
    ],
    [
      'SQL in a cursor',
      {
        scope: 'mine',
        after: Buffer.from(`["due","infinity'; drop table tasks; --","1"]`).toString('base64url'),
      },
    ],
    ['an unknown scope', { scope: 'all' }],
    ['no scope', {}],
    ['too large a page', { scope: 'mine', limit: '201' }],
    ['a number that is none', { scope: 'mine', limit: 'ten' }],
    ['an unknown parameter', { scope: 'mine', page: '2' }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      // when
      const answer = await call(
        'GET',
        `/api/tasks?${new URLSearchParams(query as Record<string, string>)}`,
        undefined,
        {
          as: 'caseworker.rmto',
        },
      );

      // then
      expect([answer.status, answer.body.code]).to.deep.equal([400, 'invalid-input']);
    });
  }
});
