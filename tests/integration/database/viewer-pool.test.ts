import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Inbox, tasksView } from '#api/modules/tasks/tasks.view.ts';
import { cached } from '#api/platform/cached.ts';
import { type Db, openDb } from '#api/platform/db.ts';
import { asSystem } from '#api/platform/viewer.ts';
import { type ARequest, aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { type ViewAs, viewers } from '#tests/support/fixtures/viewers.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

describe('the pool of the api, while it reads for somebody', () => {
  const database = useDatabase();
  let pool: Db;
  let one: Db;
  let rmto: ARequest;
  let railways: ARequest;
  let sara: ViewAs;
  let ali: ViewAs;

  /** Begins when it is awaited. */
  const seen = (db: Db): Promise<string[]> =>
    db('requests').orderBy('received_at').pluck('id') as unknown as Promise<string[]>;

  before(async () => {
    pool = openDb(database.apiUrl, { max: 4 });
    one = openDb(database.apiUrl, { max: 1 });
    rmto = await aRequest(pool, { department: 'rmto' });
    railways = await aRequest(pool, { department: 'railways' });
    const lookAs = viewers(pool);
    sara = await lookAs('sara', 'caseworker', 'rmto');
    ali = await lookAs('ali', 'caseworker', 'railways');
  });

  after(async () => {
    await one?.destroy();
    await pool?.destroy();
  });

  it('gives everybody the own rows and the product all, by one connection in turn', async () => {
    // when
    const turns = [await seen(one), await sara(() => seen(one)), await ali(() => seen(one)), await seen(one)];

    // then
    expect(turns).to.deep.equal([[rmto.id, railways.id], [rmto.id], [railways.id], [rmto.id, railways.id]]);
  });

  it('does not mix up what many ask at once', async () => {
    // when
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        at % 3 === 0 ? seen(pool) : at % 3 === 1 ? sara(() => seen(pool)) : ali(() => seen(pool)),
      ),
    );

    // then
    answers.forEach((answer, at) =>
      expect(answer).to.deep.equal([[rmto.id, railways.id], [rmto.id], [railways.id]][at % 3]),
    );
  });

  it('keeps to it inside a transaction, and after one that was rolled back', async () => {
    // given
    const rolledBack = (look: ViewAs) =>
      one
        .transaction(async (tx) => {
          expect(await look(() => seen(tx))).to.have.length(1);
          expect(await asSystem(() => seen(tx))).to.have.length(2);
          expect(await look(() => seen(tx))).to.have.length(1);
          throw new Error('no');
        })
        .catch(({ message }: Error) => message);

    // when
    const ends = [
      await sara(() => rolledBack(sara)),
      await sara(() => seen(one)),
      await rolledBack(ali),
      await ali(() => seen(one)),
      await sara(() => rolledBack(ali)),
      await seen(one),
    ];

    // then
    expect(ends).to.deep.equal(['no', [rmto.id], 'no', [railways.id], 'no', [rmto.id, railways.id]]);
  });

  it('keeps to it after a part of a transaction was rolled back, and after a commit that failed', async () => {
    // when
    const inside = await one.transaction(async (tx) => {
      const part = tx.transaction(async (savepoint) => {
        await sara(() => seen(savepoint));
        throw new Error('no');
      });
      await part.catch(() => undefined);
      return [await sara(() => seen(tx)), await seen(tx)];
    });
    await one.transaction(async (tx) => {
      const failed = sara(async () => tx.raw('select 1 / 0'));
      await failed.catch(() => undefined);
    });

    // then
    expect(inside).to.deep.equal([[rmto.id], [rmto.id, railways.id]]);
    expect(await seen(one)).to.deep.equal([rmto.id, railways.id]);
    expect(await sara(() => seen(one))).to.deep.equal([rmto.id]);
  });

  it('answers nothing when the database does not take who looks', async () => {
    // given
    const engine = openDb(database.engineUrl, { max: 1 });
    const ask = async () => (await engine.raw('select 1 as answer')).rows;

    // when
    const refused = await sara(ask).catch(({ message }: Error) => message);

    // then
    expect(refused).to.match(/permission denied to set role/);
    expect(await ask()).to.deep.equal([{ answer: 1 }]);
    expect(await sara(ask).catch(({ message }: Error) => message)).to.equal(refused);
    await engine.destroy();
  });

  it('does so too where one role does everything', async () => {
    // given
    const owner = openDb(database.url, { max: 1 });

    // when
    const rows = await sara(() => seen(owner));
    await owner.destroy();

    // then
    expect(rows).to.deep.equal([rmto.id]);
  });

  it('keeps a task out of an inbox that was made too wide, and from who asks for it by its key', async () => {
    // given
    const own = (await aTask(pool, { queue: 'rmto' })).task_key;
    const other = (await aTask(pool, { queue: 'railways' })).task_key;
    const view = tasksView(pool);
    const tooWide: Inbox = {
      username: 'sara',
      queues: [
        { queue: 'rmto', cleared: true },
        { queue: 'railways', cleared: true },
      ],
      ownDepartments: ['rmto'],
      confidentialServices: [],
      barredWith: [],
    };

    // when
    const page = () => view.page({ scope: 'my-groups', limit: 50 }, tooWide);
    const one = (key: string) => () => view.one(key, 'sara');

    // then
    expect((await sara(page)).items.map(({ key }) => key)).to.deep.equal([own]);
    expect((await page()).items.map(({ key }) => key)).to.have.members([own, other]);
    expect((await sara(one(own)))?.task.key).to.equal(own);
    expect(await sara(one(other))).to.equal(undefined);
  });

  it('writes nothing for who only looks', async () => {
    // when
    const refused = await sara(() => pool('requests').update({ text: 'other' })).then(
      String,
      ({ message }: Error) => message,
    );

    // then
    expect(refused).to.match(/permission denied for table requests/);
  });

  it('remembers for all what somebody asked for first', async () => {
    // given
    const all = cached(() => seen(pool), { forMs: 60_000 });

    // when
    await sara(all);

    // then
    expect(await all()).to.deep.equal([rmto.id, railways.id]);
  });
});
