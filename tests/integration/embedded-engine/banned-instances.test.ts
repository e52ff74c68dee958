import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Store } from '#engine/store/store.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import {
  aDiagram,
  boundary,
  catchTimer,
  end,
  multiInstance,
  sequence,
  serviceTask,
  start,
  subprocess,
  timer,
} from '#tests/support/engine/diagram-builders.ts';
import { openTestStore, storedRecordsOf } from '#tests/support/engine/open-test-store.ts';
import { eventually } from '#tests/support/wait.ts';

const HOUR_MS = 3_600_000;
const PROCESS = aDiagram(
  'p',
  start() + serviceTask('Work', 'work') + boundary('Late', 'Work', timer('PT1H')) + end(),
  ['Start -> Work', 'Work -> End', 'Late -> End'],
);

type Told = { intent: string; instance: string; why: string };

describe('a process instance that the engine cannot go on with', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let store: Store;

  const create = async (): Promise<string> =>
    (await store.execute({ do: 'create-instance', processId: 'p', variables: {} })).key;
  const jobs = async (): Promise<string[]> => {
    const activation = { type: 'work', worker: 'w', max: 5, timeoutMs: 10 * HOUR_MS, fetch: [] };
    const found = await store.execute({ do: 'activate-jobs', ...activation });
    return found.map(({ processInstanceKey }) => processInstanceKey);
  };
  const hoursPass = (hours: number) =>
    store.moveClock(({ offsetMs, pinnedMs }) => ({ offsetMs: offsetMs + hours * HOUR_MS, pinnedMs }));
  const openAgain = async (): Promise<void> => {
    await store.close();
    store = await openTestStore(database.engineUrl);
  };
  const left = async (table: string): Promise<string[]> =>
    (await database.db(`engine.${table}`).orderBy('key').pluck('key')).map(String);
  /** The document of an instance, in other words. */
  const spoil = (key: string, from: string, to: string) =>
    database.db.raw('update engine.instance set state = replace(state::text, ?, ?)::json where key = ?', [
      from,
      to,
      key,
    ]);
  /** Messages of the incidents of a whole process, by key. */
  const incidents = async (): Promise<Record<string, Told[]>> => {
    const told: Record<string, Told[]> = {};
    for (const { valueType, text } of await storedRecordsOf(store)) {
      if (valueType !== 'INCIDENT') continue;
      const { key, intent, value } = JSON.parse(text);
      const one = { intent, instance: String(value.processInstanceKey), why: value.errorMessage };
      (told[String(key)] ??= []).push(one);
    }
    return told;
  };
  const becomes = (expected: string[][]) =>
    eventually(async () => {
      const told = Object.values(await incidents());
      expect(told.map((those) => those.map(({ intent }) => intent))).to.deep.equal(expected);
      return told.flat();
    });

  beforeEach(async () => {
    database = await aDatabase({ max: 1 });
    store = await openTestStore(database.engineUrl);
    await store.deploy([PROCESS]);
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('keeps its job and its timer for an engine that can, and holds up no other', async () => {
    // given
    const spoilt = await create();
    await spoil(spoilt, '"format":', '"format":99,"was":');
    const other = await create();

    // when
    const found = await jobs();
    await hoursPass(3);

    // then
    expect(found).to.deep.equal([other]);
    expect(await left('instance')).to.deep.equal([spoilt]);
    expect([(await left('job')).length, (await left('timer')).length]).to.deep.equal([1, 1]);
  });

  it('has one incident, however often it is met, which is resolved as soon as an engine can read it', async () => {
    // given
    const spoilt = await create();
    await spoil(spoilt, '"format":', '"format":99,"was":');

    // when
    await jobs();
    await hoursPass(3);
    await openAgain();
    await hoursPass(3);

    // then
    const [told] = await becomes([['CREATED']]);
    expect(told?.instance).to.equal(spoilt);
    expect(told?.why).to.include('its format 99 is newer');
    const [incidentKey = ''] = Object.keys(await incidents());
    const resolve = () => store.execute({ do: 'resolve-incident', incidentKey });
    expect(await resolve().catch(({ code }) => code)).to.equal('INVALID_STATE');
    await spoil(spoilt, '"format":99,"was":', '"format":');
    await openAgain();
    await becomes([['CREATED', 'RESOLVED']]);
    expect(await resolve().catch(({ code }) => code)).to.equal('NOT_FOUND');
    await hoursPass(2);
    expect(await left('instance')).to.deep.equal([]);
  });

  it('is taken up by the one who resolves its incident, once it can be read', async () => {
    // given
    const spoilt = await create();
    await spoil(spoilt, '"format":', '"format":99,"was":');
    await jobs();
    await becomes([['CREATED']]);

    // when
    await spoil(spoilt, '"format":99,"was":', '"format":');
    const [incidentKey = ''] = Object.keys(await incidents());
    await store.execute({ do: 'resolve-incident', incidentKey });

    // then
    await becomes([['CREATED', 'RESOLVED']]);
    expect(await database.db('engine.set_aside')).to.deep.equal([]);
  });

  it('may fail the engine over something due, which ends neither the engine nor what is due of others', async () => {
    // given
    const spoilt = await create();
    await create();
    await spoil(spoilt, '"target":"Late"', '"target":"Nowhere"');

    // when
    await hoursPass(2);

    // then
    const [told] = await becomes([['CREATED']]);
    expect(told?.instance).to.equal(spoilt);
    expect(await left('instance')).to.deep.equal([spoilt]);
    await spoil(spoilt, '"target":"Nowhere"', '"target":"Late"');
    await openAgain();
    await eventually(async () => expect(await left('instance')).to.deep.equal([]));
  });

  it('is one of a diagram that this engine cannot read any more, of which none is started either', async () => {
    // given
    const spoilt = await create();
    const [{ content }] = await database.db('engine.resource').select('content');
    await database.db('engine.resource').update({ content: Buffer.from('<no-diagram/>') });

    // when
    await openAgain();
    const refused = await create().catch(({ code, message }) => ({ code, message }));
    await hoursPass(2);

    // then
    expect(refused).to.have.property('code', 'INVALID_STATE');
    expect(refused).to.have.property('message').that.includes(`'p.bpmn', but this engine cannot read it`);
    const [told] = await becomes([['CREATED']]);
    expect(told?.instance).to.equal(spoilt);
    await database.db('engine.resource').update({ content });
    await openAgain();
    await becomes([['CREATED', 'RESOLVED']]);
    await hoursPass(2);
    expect(await left('instance')).to.deep.equal([]);
  });

  it('leaves nothing due behind of its neighbours that end in the same hour', async () => {
    // given
    const twice = boundary('Early', 'Work', timer('PT1H')) + boundary('Late', 'Work', timer('PT1H'));
    const two = aDiagram('two', start() + serviceTask('Work', 'two') + twice + end(), [
      'Start -> Work',
      'Work -> End',
      'Early -> End',
      'Late -> End',
    ]);
    await store.deploy([two]);
    const spoilt = await create();
    await spoil(spoilt, '"target":"Late"', '"target":"Nowhere"');
    const kept = { timer: await left('timer'), job: await left('job') };
    await store.execute({ do: 'create-instance', processId: 'two', variables: {} });
    const activation = { type: 'two', worker: 'w', max: 1, timeoutMs: HOUR_MS, fetch: [] };
    await store.execute({ do: 'activate-jobs', ...activation });

    // when
    await hoursPass(2);

    // then
    await becomes([['CREATED']]);
    expect(await left('instance')).to.deep.equal([spoilt]);
    expect({ timer: await left('timer'), job: await left('job') }).to.deep.equal(kept);
  });

  it('keeps what is due of one inner activity of a large round, while the others go on', async () => {
    // given
    const inside = start('S') + catchTimer('Hour', 'PT1H') + end('E');
    const flows = sequence('f1', 'S', 'Hour') + sequence('f2', 'Hour', 'E');
    const round = multiInstance(
      subprocess('Sub', inside + flows),
      'inputCollection="=for i in 1..101 return i"',
    );
    await store.deploy([aDiagram('large', start() + round + end(), ['Start -> Sub', 'Sub -> End'])]);
    await store.execute({ do: 'create-instance', processId: 'large', variables: {} });
    const [timerKey = ''] = await left('timer');
    await database.db.raw(
      `update engine.instance_part set state = replace(state::text, '"format":', '"format":99,"was":')::json where state::text like ?`,
      [`%"${timerKey}"%`],
    );

    // when
    await hoursPass(2);

    // then
    await becomes([['CREATED']]);
    await eventually(async () => expect(await left('timer')).to.deep.equal([timerKey]));
  });
});
