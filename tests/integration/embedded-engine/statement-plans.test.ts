import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import {
  aDiagram,
  boundary,
  catchMessage,
  end,
  message,
  messageStart,
  multiInstance,
  serviceTask,
  start,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { openTestStore, storedRecordsOf } from '#tests/support/engine/open-test-store.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const OPEN = 100_000;
const HOUR_MS = 3_600_000;

const PROCESS = aDiagram(
  'p',
  messageStart('Start', 'Message_Begin') +
    serviceTask('Work', 'work') +
    catchMessage('Reply', 'Message_Reply') +
    userTask('Task') +
    boundary('Late', 'Task', timer('PT1H'), 'cancelActivity="false"') +
    end(),
  ['Start -> Work', 'Work -> Reply', 'Reply -> Task', 'Task -> End', 'Late -> End'],
  message('Message_Begin', 'begin') + message('Message_Reply', 'reply', '=id'),
);

const ROUND = aDiagram(
  'round',
  start() +
    multiInstance(
      serviceTask('Ask', 'ask'),
      'inputCollection="=items" inputElement="item" outputCollection="answers" outputElement="=item"',
    ) +
    end(),
  ['Start -> Ask', 'Ask -> End'],
);
const ITEMS = Array.from({ length: 101 }, (_, at) => `item ${at}`.padEnd(50));

/** Rows of instances that wait, in every table that grows with them; no command of the test names one of
 *  them. */
const FILL = `
  insert into engine.instance select n * 4096, 1, '{"format":1}' from generate_series(1, ${OPEN}) n;
  insert into engine.instance_part select n * 4096 + 1024, n * 4096, n, '{"format":2}' from generate_series(1, ${OPEN}) n;
  insert into engine.instance_value select n * 4096, n, '1' from generate_series(1, ${OPEN}) n;
  insert into engine.key_block select n * 4096 + 2048, n * 4096 from generate_series(1, ${OPEN}) n;
  insert into engine.job select n, 'other', n, null from generate_series(1, ${OPEN}) n;
  insert into engine.job select n + ${OPEN}, 'other', null, 9e15 from generate_series(1, ${OPEN}) n;
  insert into engine.timer select n, 9e15 from generate_series(1, ${OPEN}) n;
  insert into engine.message_subscription select n, n * 4096, 'other', n::text, 'q' from generate_series(1, ${OPEN}) n;
  insert into engine.message select n, 'other', n::text, n::text, 1, 9e15, '{}', '[]' from generate_series(1, ${OPEN}) n;
  insert into engine.start_lock select 'q', n::text, n * 4096 from generate_series(1, ${OPEN}) n;
  vacuum analyze engine.instance, engine.instance_part, engine.instance_value, engine.key_block, engine.job, engine.timer, engine.message_subscription, engine.message,
    engine.start_lock`;

const SCANS = `
  select relname as name, seq_scan::int as scans from pg_stat_user_tables
   where schemaname = 'engine' and n_live_tup >= ${OPEN / 2} order by relname`;

describe(`the statements of the engine with ${OPEN.toLocaleString('en')} open instances`, function () {
  this.timeout(120_000);
  const database = useDatabase({ max: 1 });

  const scans = async (): Promise<Record<string, number>> => {
    const { rows } = await database.db.raw<{ rows: { name: string; scans: number }[] }>(SCANS);
    return Object.fromEntries(rows.map(({ name, scans }) => [name, scans]));
  };

  before(async () => {
    for (const statement of FILL.split(';')) await database.db.raw(statement);
  });

  it('read no table from end to end', async () => {
    // given
    const before = await scans();
    const store = await openTestStore(database.engineUrl);
    await store.deploy([PROCESS, ROUND]);
    const publish = (name: string, correlationKey: string, ttlMs = HOUR_MS) =>
      store.execute({
        do: 'publish',
        name,
        correlationKey,
        messageId: `${name} ${correlationKey}`,
        ttlMs,
        variables: { id: correlationKey },
      });

    // when
    for (const id of ['a', 'b']) {
      await publish('begin', id);
      const activation = { type: 'work', worker: 'w', max: 5, timeoutMs: HOUR_MS, fetch: [] };
      for (const { key: jobKey } of await store.execute({ do: 'activate-jobs', ...activation }))
        await store.execute({ do: 'complete-job', jobKey, variables: {} });
      await publish('reply', id);
    }
    await store.moveClock(({ pinnedMs }) => ({ offsetMs: 2 * HOUR_MS, pinnedMs }));
    const tasks = (await storedRecordsOf(store)).filter(({ text }) => /"USER_TASK".*"CREATED"/.test(text));
    for (const { text } of tasks)
      await store.execute({
        do: 'complete-task',
        taskKey: /"userTaskKey":(\d+)/.exec(text)?.[1] ?? '',
        action: '',
        variables: {},
      });
    const [, cancelled] = await Promise.all(
      ['completed', 'cancelled'].map(() =>
        store.execute({ do: 'create-instance', processId: 'round', variables: { items: ITEMS } }),
      ),
    );
    const asks = { type: 'ask', worker: 'w', max: ITEMS.length, timeoutMs: HOUR_MS, fetch: [] };
    for (const { key: jobKey } of await store.execute({ do: 'activate-jobs', ...asks }))
      await store.execute({ do: 'complete-job', jobKey, variables: {} });
    await store.execute({ do: 'cancel-instance', instanceKey: cancelled?.key ?? '' });
    await store.close();

    // then
    const { rows } = await database.db.raw<{ rows: { open: number }[] }>(
      `select count(*)::int as open from engine.instance where key > ${OPEN} * 4096::bigint`,
    );
    expect([tasks.length, rows[0]?.open]).to.deep.equal([2, 0]);
    const after = await scans();
    expect(Object.keys(after)).to.have.length(9);
    expect(after).to.deep.equal(before);
  });
});
