import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { aDiagram, boundary, end, serviceTask, start, timer } from '../../support/engine/diagram-builders.ts';
import { openAStore } from '../../support/engine/a-store.ts';
import { aDatabase, type TestDatabase } from '../../support/database.ts';

const HOUR_MS = 3_600_000;
const PROCESS = aDiagram(
  'p',
  start() + serviceTask('Work', 'work') + boundary('Late', 'Work', timer('PT1H')) + end(),
  ['Start -> Work', 'Work -> End', 'Late -> End'],
);

describe('a process instance that the engine cannot read', function () {
  this.timeout(60_000);
  let database: TestDatabase;

  before(async () => {
    database = await aDatabase({ max: 1 });
  });

  after(() => database.drop());

  it('keeps its job and its timer for an engine that can, and holds up no other', async () => {
    // given
    const store = await openAStore(database.engineUrl);
    await store.deploy([PROCESS]);
    const create = () => store.execute({ do: 'create-instance', processId: 'p', variables: {} });
    const { key: spoilt } = await create();
    await database.db.raw(`update engine.instance set state = '{"format":99}'`);
    const { key: other } = await create();

    // when
    const activation = { type: 'work', worker: 'w', max: 5, timeoutMs: HOUR_MS, fetch: [] };
    const jobs = await store.execute({ do: 'activate-jobs', ...activation });
    await store.moveClock(({ pinnedMs }) => ({ offsetMs: 3 * HOUR_MS, pinnedMs }));
    await store.close();

    // then
    expect(jobs.map(({ processInstanceKey }) => processInstanceKey)).to.deep.equal([other]);
    const left = async (table: string): Promise<string[]> =>
      (await database.db(`engine.${table}`).pluck('key')).map(String);
    expect(await left('instance')).to.deep.equal([spoilt]);
    expect([(await left('job')).length, (await left('timer')).length]).to.deep.equal([1, 1]);
  });
});
