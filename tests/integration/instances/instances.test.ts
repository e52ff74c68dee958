import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { InstanceSummary } from '#common/contract/index.ts';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { engineClock, syncClock } from '#tests/support/engine/clock.ts';
import { type ARequest, aRequest, someKey } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

const HOUR_MS = 3_600_000;
const PROCESS = 'followed-process';

type Given = { request?: ARequest; at?: string } & Record<string, unknown>;

describe('finding instances', () => {
  let start: number;

  before(async () => {
    await syncClock();
    start = engineClock.now().getTime();
  });

  const { database, call } = useApi();

  before(() =>
    database.db('process_elements').insert([
      {
        process_key: PROCESS,
        version: 1,
        element_id: PROCESS,
        type: 'Process',
        name_fa: 'فرایند',
        name_en: 'A process',
        shown_variables: ['round'],
      },
      {
        process_key: PROCESS,
        version: 1,
        element_id: 'Task_Look',
        type: 'UserTask',
        name_fa: 'بازدید',
        name_en: 'Look',
        stage_hours: 8,
      },
    ]),
  );

  /** An instance as the projector leaves it, standing at an element. */
  async function anInstance({ request, at = 'Task_Look', ...given }: Given = {}): Promise<string> {
    const instance_key = someKey();
    const columns = {
      instance_key,
      request_id: request?.id ?? null,
      service: request?.service ?? null,
      department: request?.department ?? null,
      process_key: PROCESS,
      version: 1,
      state: 'active',
      started_at: new Date(start),
      ...given,
    };
    await database.db('process_instances').insert(columns);
    if (columns.state === 'active')
      await database.db('element_instances').insert({
        element_key: someKey(),
        instance_key,
        scope_key: instance_key,
        process_key: columns.process_key,
        version: columns.version,
        element_id: at,
        type: 'USER_TASK',
        state: 'active',
        started_at: columns.started_at,
      });
    return instance_key;
  }

  const aVariable = (instance_key: string, name: string, value: unknown, scope_key = instance_key) =>
    database.db('instance_variables').insert({
      variable_key: someKey(),
      instance_key,
      scope_key,
      name,
      value: JSON.stringify(value),
      changes: 1,
      created_at: new Date(start),
      changed_at: new Date(start),
      position: 1,
    });

  const ask = (query: Record<string, string>, as = 'admin', path = ''): Promise<CallResponse> =>
    call('GET', `/api/instances${path}?${new URLSearchParams(query)}`, undefined, { as });

  async function find(query: Record<string, string>, as = 'admin'): Promise<InstanceSummary[]> {
    const answer = await ask(query, as);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body.items;
  }

  const keys = async (query: Record<string, string>, as = 'admin') =>
    (await find(query, as)).map(({ key }) => key);

  it('shows process, version, where it stands and since when', async () => {
    // given
    const key = await anInstance();
    // when
    const [found] = await find({ key });
    // then
    expect(found).to.deep.include({
      key,
      processKey: PROCESS,
      version: 1,
      name: { fa: 'فرایند', en: 'A process' },
      state: 'active',
      incident: false,
      startedAt: new Date(start).toISOString(),
      request: null,
    });
    expect(found?.tokens).to.have.length(1);
    expect(found?.tokens[0]).to.deep.include({ elementId: 'Task_Look', name: { fa: 'بازدید', en: 'Look' } });
  });

  it('finds by service, department and state, each alone and together', async () => {
    // given
    const request = await aRequest(database.db, { service: 'road-damage', department: 'rmto-yazd' });
    const active = await anInstance({ request });
    const ended = await anInstance({ request, state: 'completed', ended_at: new Date(start) });
    const broken = await anInstance({ request, state: 'terminated', ended_at: new Date(start) });
    const stuck = await anInstance({ request, incident: true });
    const by = (query: Record<string, string>) => keys(query);
    // then
    expect(await by({ service: 'road-damage' })).to.have.members([active, ended, broken, stuck]);
    expect(await by({ department: 'rmto-yazd' })).to.have.members([active, ended, broken, stuck]);
    expect(await by({ department: 'rmto-yazd', state: 'active' })).to.have.members([active, stuck]);
    expect(await by({ department: 'rmto-yazd', state: 'completed' })).to.deep.equal([ended]);
    expect(await by({ department: 'rmto-yazd', state: 'terminated' })).to.deep.equal([broken]);
    expect(await by({ service: 'road-damage', state: 'incident' })).to.deep.equal([stuck]);
    expect(await by({ service: 'road-damage', department: 'rmto-qom' })).to.deep.equal([]);
  });

  it('finds by process, version and element, the longest wait first', async () => {
    // given
    const process_key = 'another-process';
    const younger = await anInstance({ process_key, version: 2, started_at: new Date(start - HOUR_MS) });
    const older = await anInstance({ process_key, version: 2, started_at: new Date(start - 2 * HOUR_MS) });
    const elsewhere = await anInstance({ process_key, version: 2, at: 'Task_Other' });
    const first = await anInstance({ process_key, version: 1 });
    // then
    expect(await keys({ processKey: process_key })).to.have.members([younger, older, elsewhere, first]);
    expect(await keys({ processKey: process_key, version: '1' })).to.deep.equal([first]);
    expect(await keys({ processKey: process_key, version: '2', elementId: 'Task_Look' })).to.deep.equal([
      older,
      younger,
    ]);
  });

  it('finds by age', async () => {
    // given
    const process_key = 'aged-process';
    const old = await anInstance({ process_key, started_at: new Date(start - 50 * HOUR_MS) });
    const young = await anInstance({ process_key, started_at: new Date(start - 10 * HOUR_MS) });
    // then
    expect(await keys({ processKey: process_key, olderThanHours: '48' })).to.deep.equal([old]);
    expect(await keys({ processKey: process_key, youngerThanHours: '48' })).to.deep.equal([young]);
  });

  it('finds by a variable of the process, by its type, not by one of an element', async () => {
    // given
    const [text, number, local] = [await anInstance(), await anInstance(), await anInstance()];
    await aVariable(text, 'round', '7');
    await aVariable(number, 'round', 7);
    await aVariable(local, 'round', '7', someKey());
    // then
    expect(await keys({ variable: 'round', value: '7' })).to.deep.equal([text]);
    expect(await keys({ variable: 'round', value: '7', valueType: 'number' })).to.deep.equal([number]);
    expect(await keys({ variable: 'round', value: '7.0', valueType: 'number' })).to.deep.equal([number]);
    expect(
      await keys({ variable: 'round', value: '7', processKey: PROCESS, elementId: 'Task_Look' }),
    ).to.deep.equal([text]);
  });

  for (const [query, path] of [
    [{ variable: 'round' }, '/query/value'],
    [{ variable: 'round', value: 'seven', valueType: 'number' }, '/query/value'],
    [{ variable: 'round', value: 'yes', valueType: 'boolean' }, '/query/value'],
    [{ elementId: 'Task_Look' }, '/query/processKey'],
    [{ after: 'nonsense' }, '/query/after'],
  ] as const)
    it(`refuses ${JSON.stringify(query)}`, async () => {
      // when
      const answer = await ask(query);
      // then
      expect(answer.status).to.equal(400);
      expect(answer.body.errors[0].path).to.equal(path);
    });

  it('finds by tracking code and person only what the caller may see, and shows the code only then', async () => {
    // given
    const [person] = await database
      .db('people')
      .insert({ name: 'Sara Ahmadi', national_id: '0084575948', created_at: new Date() })
      .returning('id');
    const open = await aRequest(database.db, { person_id: person.id });
    const closed = await aRequest(database.db, { person_id: person.id, confidential: true });
    const [seen, unseen] = [await anInstance({ request: open }), await anInstance({ request: closed })];
    // then
    expect(await keys({ trackingCode: open.tracking_code })).to.deep.equal([seen]);
    expect(await keys({ trackingCode: closed.tracking_code })).to.deep.equal([]);
    expect(await keys({ nationalId: '۰۰۸۴۵۷۵۹۴۸' })).to.deep.equal([seen]);
    expect((await find({ key: seen }))[0]?.request).to.deep.equal({
      id: open.id,
      trackingCode: open.tracking_code,
    });
    expect(await find({ key: unseen })).to.deep.equal([]);
    expect(await keys({ trackingCode: open.tracking_code }, 'analyst')).to.deep.equal([]);
    expect(await keys({ nationalId: '0084575948' }, 'analyst')).to.deep.equal([]);
    expect((await find({ key: seen }, 'analyst'))[0]).to.deep.include({
      key: seen,
      request: null,
      service: 'road-safety-signs',
      department: 'rmto',
    });
  });

  it('is closed to caseworkers', async () => {
    expect((await ask({}, 'caseworker.rmto')).status).to.equal(403);
  });

  it('goes through all pages once, also when many began at the same time', async () => {
    // given
    const process_key = 'many-process';
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1)
      made.push(await anInstance({ process_key, started_at: new Date(start - (n % 2) * HOUR_MS) }));
    // when
    const found: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const answer: CallResponse = await ask({
        processKey: process_key,
        limit: '2',
        ...(after ? { after } : {}),
      });
      found.push(...answer.body.items.map(({ key }: InstanceSummary) => key));
      after = answer.body.next;
    }
    // then
    expect(found).to.have.members(made).and.have.length(7);
    expect((await ask({ processKey: process_key }, 'admin', '/count')).body).to.deep.equal({
      count: 7,
      more: false,
    });
  });

  it('leaves test runs out of lists, counts, heat maps and bottlenecks', async () => {
    // given
    const process_key = 'scratch-0123456789abcdef-road-defect';
    const key = await anInstance({ process_key, test_run: true, incident: true });
    // then
    expect(await keys({ processKey: process_key })).to.deep.equal([]);
    expect(await keys({ key })).to.deep.equal([]);
    expect((await ask({ processKey: process_key }, 'admin', '/count')).body.count).to.equal(0);
    const { items } = (await ask({}, 'admin', '/processes')).body;
    expect(items.map(({ processKey }: { processKey: string }) => processKey)).to.not.include(process_key);
    const waits = (await ask({}, 'admin', '/bottlenecks')).body.items;
    expect(waits.map(({ processKey }: { processKey: string }) => processKey)).to.not.include(process_key);
  });

  it('counts tokens and incidents by element, and how long elements were passed', async () => {
    // given
    const process_key = 'measured-process';
    const stuck = await anInstance({ process_key, incident: true });
    await anInstance({ process_key });
    await anInstance({ process_key, version: 2 });
    await database.db('incidents').insert({
      incident_key: someKey(),
      instance_key: stuck,
      element_id: 'Task_Look',
      error_type: 'JOB_NO_RETRIES',
      error_message: 'Error',
      state: 'open',
      created_at: new Date(start),
    });
    for (let minutes = 1; minutes <= 10; minutes += 1)
      await database.db('element_instances').insert({
        element_key: someKey(),
        instance_key: stuck,
        scope_key: stuck,
        process_key,
        version: 1,
        element_id: 'Task_Look',
        type: 'USER_TASK',
        state: 'completed',
        started_at: new Date(start - HOUR_MS - minutes * 60_000),
        ended_at: new Date(start - HOUR_MS),
      });
    // when
    const live = (await ask({}, 'admin', `/processes/${process_key}/1/live`)).body;
    const times = (await ask({ days: '7' }, 'admin', `/processes/${process_key}/1/durations`)).body;
    // then
    expect(live.active).to.equal(2);
    expect(live.elements).to.deep.equal([
      { elementId: 'Task_Look', tokens: 2, incidents: 1, oldest: new Date(start).toISOString() },
    ]);
    expect(times.elements).to.deep.equal([
      { elementId: 'Task_Look', passes: 10, interrupted: 0, mean: 330, median: 330, p90: 546 },
    ]);
  });

  it('lists open incidents, the oldest first', async () => {
    // given
    const process_key = 'stuck-process';
    const instance_key = await anInstance({ process_key, incident: true });
    const [young, old, gone] = [someKey(), someKey(), someKey()];
    const incident = (incident_key: string, hours: number, state = 'open') =>
      database.db('incidents').insert({
        incident_key,
        instance_key,
        element_id: 'Task_Look',
        error_type: 'JOB_NO_RETRIES',
        error_message: 'Error',
        state,
        created_at: new Date(start - hours * HOUR_MS),
      });
    await Promise.all([incident(young, 1), incident(old, 2), incident(gone, 3, 'resolved')]);
    // when
    const answer = await call('GET', `/api/incidents?processKey=${process_key}`, undefined, {
      as: 'analyst',
    });
    // then
    expect(answer.body.items.map(({ key }: { key: string }) => key)).to.deep.equal([old, young]);
  });

  it('says what is no instance', async () => {
    // when
    const answer = await call('GET', `/api/instances/${someKey()}`, undefined, { as: 'analyst' });
    // then
    expect(answer.status).to.equal(404);
    expect(answer.body.code).to.equal('instance-not-found');
  });
});
