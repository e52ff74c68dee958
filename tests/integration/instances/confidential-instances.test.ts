import { expect } from 'chai';
import { describe, it } from 'mocha';
import { auditLog } from '#api/modules/audit/index.ts';
import { departmentsModule } from '#api/modules/departments/index.ts';
import { instancesModule } from '#api/modules/process-instances/index.ts';
import { type ViewerAccess, visibilityModule } from '#api/modules/visibility/index.ts';
import { systemClock } from '#api/platform/clock.ts';
import { type Staff } from '#api/platform/staff.ts';
import type {
  CancelledCasePage,
  ElementDurations,
  InstanceAction,
  InstancePage,
  InstanceView,
  LiveProcess,
  Migration,
  MigrationDiagrams,
  MigrationItemPage,
  MigrationPage,
  MigrationWithCounts,
  ProcessApplications,
  ProcessVersionPage,
} from '#common/contract/index.ts';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { type ARequest, aRequest, someKey } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { eventually } from '#tests/support/wait.ts';

const PROCESS = 'staff-complaint';
const SERVICE = 'staff-complaint';
const ORDINARY = 'citizen-request';

describe('instances of confidential matters', () => {
  const { database, call } = useApi();

  const aComplaint = () =>
    aRequest(database.db, {
      service: SERVICE,
      process_key: PROCESS,
      department: 'staff-conduct',
      confidential: true,
    });

  /** An instance as the projector leaves it, standing at one element, with variables. */
  async function anInstance(
    request: ARequest | null,
    variables: Record<string, unknown> = {},
    given: Record<string, unknown> = {},
  ): Promise<string> {
    const instance_key = someKey();
    const row = {
      instance_key,
      request_id: request?.id ?? null,
      service: request?.service ?? null,
      department: request?.department ?? null,
      process_key: request?.['process_key'] ?? PROCESS,
      version: 901,
      state: 'active',
      started_at: new Date(),
      ...given,
    };
    await database.db('process_instances').insert(row);
    await database.db('element_instances').insert({
      element_key: someKey(),
      instance_key,
      scope_key: instance_key,
      process_key: row.process_key,
      version: row.version,
      element_id: 'Task_Look',
      type: 'USER_TASK',
      state: 'active',
      started_at: row.started_at,
    });
    for (const [name, value] of Object.entries(variables))
      await database.db('instance_variables').insert({
        variable_key: someKey(),
        instance_key,
        scope_key: instance_key,
        name,
        value: JSON.stringify(value),
        changes: 1,
        created_at: new Date(),
        changed_at: new Date(),
        position: 1,
      });
    return instance_key;
  }

  const ask = (as: string, path: string): Promise<CallResponse> =>
    call('GET', `/api/instances${path}`, undefined, { as });
  const keysFound = async (as: string, query: Record<string, string>): Promise<string[]> => {
    const { status, body } = await ask(as, `?${new URLSearchParams(query)}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return (body.items as { key: string }[]).map(({ key }) => key);
  };
  const variablesOf = ({ body }: CallResponse) => {
    const { variables, withheld } = body as InstanceView;
    return { shown: variables.map(({ name }) => name).sort(), withheld };
  };

  /** Somebody of the desk who also works on processes; the demonstration has nobody like that. */
  async function asOfTheDesk<T>(
    work: (module: ReturnType<typeof instancesModule>, view: ViewerAccess) => Promise<T>,
  ): Promise<T> {
    const { db } = database;
    const { visibility, confidentialProcesses } = visibilityModule({
      db,
      tree: departmentsModule({ db }).tree,
    });
    const staff = {
      id: '1',
      username: 'desk.analyst',
      name: 'Desk',
      roles: ['caseworker', 'analyst'],
      departments: ['staff-conduct'],
    } as unknown as Staff;
    const module = instancesModule({
      db,
      clock: systemClock,
      visibility,
      confidentialProcesses,
      audit: auditLog({ db, clock: systemClock }),
    });
    return work(module, await visibility.of(staff));
  }

  for (const who of ['analyst', 'admin'])
    it(`are not listed, counted or found by ${who}, whatever is asked for`, async () => {
      // given
      const mark = `unit-of-${who}`;
      const key = await anInstance(await aComplaint(), {
        region: mark,
        unit: mark,
        answers: { moneyDemanded: true },
      });

      // then
      expect(await keysFound(who, { variable: 'unit', value: mark })).to.deep.equal([]);
      expect(await keysFound(who, { variable: 'region', value: mark })).to.deep.equal([]);
      expect(
        await keysFound(who, {
          variable: 'region',
          value: mark,
          processKey: PROCESS,
          elementId: 'Task_Look',
        }),
      ).to.deep.equal([]);
      expect(await keysFound(who, { key })).to.deep.equal([]);
      expect((await ask(who, `/count?key=${key}`)).body).to.deep.equal({ count: 0, more: false });
    });

  it('are not there for who has come by their key', async () => {
    // given
    const key = await anInstance(await aComplaint(), { unit: 'railways' });

    // then
    for (const who of ['analyst', 'admin']) expect((await ask(who, `/${key}`)).status, who).to.equal(404);
  });

  it('show where they stand still, and nothing of what was said', async () => {
    // given
    const key = await anInstance(
      await aComplaint(),
      { service: SERVICE, unit: 'railways' },
      { incident: true },
    );

    // when
    const answer = await ask('analyst', `/${key}`);

    // then
    expect(answer.status).to.equal(200);
    expect(variablesOf(answer)).to.deep.equal({ shown: [], withheld: 2 });
    expect(answer.body).to.deep.include({ request: null, department: null });
    expect((answer.body as InstanceView).path.map(({ elementId }) => elementId)).to.deep.equal(['Task_Look']);
  });

  it('do not show how they came to where they stand', async () => {
    // given
    const key = await anInstance(await aComplaint(), {}, { incident: true });
    const element = { instance_key: key, scope_key: key, process_key: PROCESS, version: 900 };
    await database.db('element_instances').insert({
      ...element,
      element_key: someKey(),
      element_id: 'Task_Founded',
      type: 'USER_TASK',
      state: 'completed',
      started_at: new Date(Date.now() - 7_200_000),
      ended_at: new Date(Date.now() - 3_600_000),
    });
    await database
      .db('flows_taken')
      .insert({ instance_key: key, flow_id: 'Flow_Founded', times: 1, position: 1 });

    // when
    const { body } = await ask('admin', `/${key}`);
    const ofTheDesk = await asOfTheDesk(({ one }, view) => one.one(key, view));

    // then
    const { confidential, path, flows, timeline } = body as InstanceView;
    expect({ confidential, flows }).to.deep.equal({ confidential: true, flows: [] });
    expect([...path, ...timeline].map(({ elementId }) => elementId)).not.to.include('Task_Founded');
    expect(path.map(({ elementId }) => elementId)).to.deep.equal(['Task_Look']);
    expect(ofTheDesk?.instance.path.map(({ elementId }) => elementId)).to.include('Task_Founded');
    expect(ofTheDesk?.instance.flows).to.have.length(1);
  });

  it('are listed when they stand still, so that they can be repaired, and still show nothing', async () => {
    // given
    const key = await anInstance(await aComplaint(), { region: 'stuck-here' }, { incident: true });

    // then
    const { items } = (await ask('admin', `?state=incident&key=${key}`)).body as InstancePage;
    expect(items.map((item) => item.key)).to.deep.equal([key]);
    expect(items[0]).to.deep.include({ request: null, department: null });
    expect(
      await keysFound('admin', { state: 'incident', variable: 'region', value: 'stuck-here' }),
    ).to.deep.equal([]);
    expect(variablesOf(await ask('admin', `/${key}`))).to.deep.equal({ shown: [], withheld: 1 });
  });

  it('do not tell by the department that is asked for where they lie', async () => {
    // given
    const key = await anInstance(await aComplaint(), {}, { incident: true });

    // then
    for (const department of ['staff-conduct', 'ministry'])
      expect((await ask('admin', `/count?key=${key}&department=${department}`)).body.count).to.equal(0);
    expect((await ask('admin', `/count?key=${key}`)).body.count).to.equal(1);
  });

  describe('and an administrator who does not see the request', () => {
    const REASON = 'something stands still';
    const ACTIONS: Record<string, InstanceAction> = {
      retry: { kind: 'retry' },
      'set variables': { kind: 'set-variables', variables: { department: 'railways' } },
      'move a token': { kind: 'modify', moves: [{ from: 'Task_Look', to: 'Task_BarUnit' }] },
      cancel: { kind: 'cancel' },
      'send a message': { kind: 'correlate', message: 'anything' },
    };
    const act = (key: string, action: InstanceAction) =>
      call('POST', `/api/instances/${key}/actions`, { action, reason: REASON }, { as: 'admin' });
    const freeze = (keys: string[], action: InstanceAction) =>
      call('POST', '/api/batch-operations', { action, reason: REASON, keys }, { as: 'admin' });

    for (const [what, action] of Object.entries(ACTIONS))
      it(`cannot ${what} where nothing stands still`, async () => {
        // given
        const key = await anInstance(await aComplaint());

        // then
        expect((await act(key, action)).body.code).to.equal('instance-not-found');
        expect((await freeze([key], action)).body.code).to.equal('no-instance-matches');
      });

    for (const [what, action] of Object.entries(ACTIONS).filter(([, { kind }]) => kind !== 'retry'))
      it(`cannot ${what} where something stands still`, async () => {
        // given
        const key = await anInstance(await aComplaint(), {}, { incident: true });

        // then
        expect((await act(key, action)).body.code).to.equal('confidential-case');
        expect((await freeze([key], action)).body.code).to.equal('no-instance-matches');
      });

    it('can let what stands still be tried again', async () => {
      // given
      const key = await anInstance(await aComplaint(), {}, { incident: true });

      // then
      expect((await act(key, { kind: 'retry' })).status).to.equal(200);
      expect((await freeze([key], { kind: 'retry' })).body.total).to.equal(1);
    });

    it('is not shown what a move of tokens would bring', async () => {
      // given
      const moves = [{ from: 'Task_Look', to: 'Task_BarUnit' }];
      const preview = (key: string) =>
        call('POST', `/api/instances/${key}/modification-preview`, { moves }, { as: 'admin' });

      // then
      expect((await preview(await anInstance(await aComplaint()))).body.code).to.equal('instance-not-found');
      expect(
        (await preview(await anInstance(await aComplaint(), {}, { incident: true }))).body.code,
      ).to.equal('confidential-case');
    });

    it('is not told where those lie that were broken off', async () => {
      // given
      const ended = { state: 'terminated', ended_at: new Date() };
      const hidden = await anInstance(await aComplaint(), {}, ended);
      const open = await anInstance(await aRequest(database.db, { department: 'rmto' }), {}, ended);

      // when
      const { body } = await call('GET', '/api/broken-off-cases', undefined, { as: 'admin' });

      // then
      const { items } = body as CancelledCasePage;
      const departmentOf = (key: string) => items.find(({ instanceKey }) => instanceKey === key)?.department;
      expect([departmentOf(hidden), departmentOf(open)]).to.deep.equal([null, 'rmto']);
    });

    describe('and looks at how cases go over to another version', () => {
      /** A move of these instances, in this order, of which the hidden ones stay for a reason of their own.
       *  */
      async function aMigration(
        process_key: string,
        cases: { key: string; stays?: boolean }[],
      ): Promise<string> {
        const [move] = await database
          .db('instance_migrations')
          .insert({
            process_key,
            from_versions: [901],
            to_version: 902,
            to_definition_key: someKey(),
            planned_by: 'admin',
            planned_at: new Date(),
          })
          .returning('id');
        await database.db('instance_migration_items').insert(
          cases.map(({ key, stays = false }, at) => ({
            migration_id: move.id,
            ordinal: at + 1,
            instance_key: key,
            version: 901,
            strategy: stays ? 'none' : 'native',
            reasons: stays ? ['type-changed'] : [],
            at_elements: ['Task_Look'],
            state: stays ? 'refused' : 'waiting',
          })),
        );
        return move.id as string;
      }
      const hidden = async (given = {}) => ({
        key: await anInstance(await aComplaint(), {}, given),
        stays: true,
      });
      const open = async (given = {}) => ({ key: await anInstance(await aRequest(database.db), {}, given) });
      const get = async <T>(path: string): Promise<T> =>
        (await call('GET', `/api/instance-migrations${path}`, undefined, { as: 'analyst' })).body as T;
      const listed = async (path: string) =>
        (await get<MigrationItemPage>(path)).items.map(({ ordinal, instanceKey }) => [ordinal, instanceKey]);

      it('is shown no confidential one in the list, nor a place that one takes in it', async () => {
        // given
        const [first, second] = [await open({ process_key: PROCESS }), await open({ process_key: PROCESS })];
        const id = await aMigration(PROCESS, [await hidden(), first, await hidden(), await hidden(), second]);

        // then
        expect(await listed(`/${id}/items`)).to.deep.equal([
          [1, first.key],
          [2, second.key],
        ]);
        expect(await listed(`/${id}/items?after=1`)).to.deep.equal([[2, second.key]]);
        for (const filter of ['code=type-changed', 'state=refused', 'way=none'])
          expect(await listed(`/${id}/items?${filter}`), filter).to.deep.equal([]);
      });

      it('is told of the confidential ones of their own process in steps, and nothing else', async () => {
        // given
        const few = [await hidden(), await hidden(), await hidden(), await hidden()];
        const plans = [
          await aMigration(PROCESS, [...few, await open({ process_key: PROCESS })]),
          await aMigration(PROCESS, [await hidden(), await hidden(), await hidden(), ...few]),
        ];

        // when
        const [one, two] = await Promise.all(plans.map((id) => get<MigrationWithCounts>(`/${id}`)));
        const { items } = await get<MigrationPage>(`?processKey=${PROCESS}`);

        // then
        expect(one).to.deep.include({
          total: 1,
          movable: 1,
          confidential: null,
          ways: [{ way: 'native', count: 1 }],
          states: [{ state: 'waiting', count: 1 }],
          reasons: [],
        });
        expect(two).to.deep.include({ total: 0, movable: 0, confidential: 5, ways: [], reasons: [] });
        expect(
          plans.map((id) => {
            const { total, movable, confidential } = items.find((move) => move.id === id) as Migration;
            return [total, movable, confidential];
          }),
        ).to.deep.equal([
          [1, 1, null],
          [0, 0, 5],
        ]);
      });

      it('is not told that there are confidential ones in a process that all share', async () => {
        // given
        const shared = { process_key: ORDINARY };
        const id = await aMigration(ORDINARY, [
          ...(await Promise.all([1, 2, 3, 4, 5].map(() => hidden(shared)))),
          await open(shared),
        ]);

        // then
        expect(await get(`/${id}`)).to.deep.include({ total: 1, movable: 1, confidential: 0, reasons: [] });
      });

      it('confirms those that are listed', async () => {
        // given
        const id = await aMigration(PROCESS, [await open({ process_key: PROCESS }), await hidden()]);

        // when
        const body = { confirm: 2, reason: REASON, expectedVersion: 1 };
        const answer = await call('POST', `/api/instance-migrations/${id}/start`, body, { as: 'admin' });

        // then
        expect(answer.body).to.deep.include({ code: 'migration-count-mismatch', movable: 1 });
      });
    });
  });

  it('keep the values that were set in them from who reads of operations', async () => {
    // given
    const key = await anInstance(await aRequest(database.db));
    const action = { kind: 'set-variables', variables: { region: 'qom' } };

    // when
    const { body } = await call(
      'POST',
      `/api/instances/${key}/actions`,
      { action, reason: 'a wrong region' },
      { as: 'admin' },
    );

    // then
    expect(body.operation.action).to.deep.equal({ kind: 'set-variables', variables: ['region'] });
  });

  it('are whole for who may see the request', async () => {
    // given
    const key = await anInstance(await aComplaint(), { unit: 'ports-of-the-desk' });

    // when
    const [found, one] = await asOfTheDesk(async ({ list, one: readOne }, view) => [
      await list.list({ variable: 'unit', value: 'ports-of-the-desk' }, view),
      await readOne.one(key, view),
    ]);

    // then
    expect(found.items.map((item) => item.key)).to.deep.equal([key]);
    expect(one?.instance.variables.map(({ name }) => name)).to.deep.equal(['unit']);
    expect(one?.instance.department).to.equal('staff-conduct');
  });

  it('count for their process as long as their request is not known', async () => {
    // given
    const key = await anInstance(null, { region: 'not-linked' });

    // then
    expect(await keysFound('admin', { key })).to.deep.equal([]);
    expect((await ask('admin', `/${key}`)).status).to.equal(404);
  });

  it('are put on record when they are opened, with the names of what was seen, and so is a search by a variable', async () => {
    // given
    const key = await anInstance(await aComplaint(), { unit: 'railways' }, { incident: true });

    // when
    await ask('analyst', `/${key}`);
    await keysFound('analyst', { variable: 'unit', value: 'railways', processKey: PROCESS });

    // then
    const rows = await database
      .db('audit_log')
      .whereIn('action', ['confidential-instance.opened', 'variable.searched'])
      .whereIn('object_id', [key, 'unit'])
      .orderBy('seq', 'desc')
      .limit(2)
      .select('actor', 'action', 'details');
    expect(rows.reverse()).to.deep.equal([
      { actor: 'analyst', action: 'confidential-instance.opened', details: { variables: [] } },
      { actor: 'analyst', action: 'variable.searched', details: { process: PROCESS } },
    ]);
  });

  describe('and what ordinary ones show to operators', () => {
    it('is what routes a case, where the diagram says nothing', async () => {
      // given
      const request = await aRequest(database.db);
      const key = await anInstance(request, {
        region: 'yazd-only',
        priority: 'high',
        answers: { road: 'x' },
        decision: 'transfer',
      });

      // then
      expect(variablesOf(await ask('analyst', `/${key}`))).to.deep.equal({
        shown: ['priority', 'region'],
        withheld: 2,
      });
      expect(await keysFound('analyst', { variable: 'region', value: 'yazd-only' })).to.deep.equal([key]);
      expect(await keysFound('analyst', { variable: 'decision', value: 'transfer', key })).to.deep.equal([]);
      expect(variablesOf(await ask('admin', `/${key}`)).withheld).to.equal(0);
    });

    it('is what the diagram says, where it says something', async () => {
      // given
      await database.db('process_elements').insert({
        process_key: ORDINARY,
        version: 902,
        element_id: ORDINARY,
        type: 'Process',
        shown_variables: ['crew'],
      });
      const key = await anInstance(
        await aRequest(database.db),
        { region: 'qom', crew: 'night-crew' },
        { version: 902 },
      );

      // then
      expect(variablesOf(await ask('analyst', `/${key}`))).to.deep.equal({ shown: ['crew'], withheld: 1 });
      expect(await keysFound('analyst', { variable: 'crew', value: 'night-crew' })).to.deep.equal([key]);
    });
  });

  it('are not told by how many there are, while there are few', async () => {
    // given
    const some = { version: 950 };
    const live = async () => ({
      process: ((await ask('admin', '/processes')).body.items as LiveProcess[]).find(
        ({ processKey, version }) => processKey === PROCESS && version === some.version,
      )?.active,
      version: (await ask('admin', `/processes/${PROCESS}/${some.version}/live`)).body,
    });
    for (let n = 0; n < 4; n += 1) await anInstance(await aComplaint(), {}, some);

    // when
    const few = await live();
    await anInstance(await aComplaint(), {}, some);
    const enough = await live();
    await anInstance(await aComplaint(), {}, some);
    const more = await live();

    // then
    expect([few.process, few.version.active, enough.process, enough.version.active]).to.deep.equal([
      null,
      null,
      5,
      5,
    ]);
    expect(few.version.elements).to.deep.equal([
      { elementId: 'Task_Look', tokens: null, incidents: 0, oldest: null },
    ]);
    expect(enough.version.elements[0].tokens).to.equal(5);
    // and no sum tells how many stand where a few stand
    expect([more.process, more.version.active, more.version.elements]).to.deep.equal([
      enough.process,
      enough.version.active,
      enough.version.elements,
    ]);
  });

  it('are not told by the difference between the list of a shared process and its count', async () => {
    // given
    const shared = { process_key: ORDINARY, version: 952 };
    await anInstance(await aComplaint(), {}, shared);
    await anInstance(await aRequest(database.db), {}, shared);

    // when
    const [listed, { body: live }, { body: all }] = [
      (await ask('admin', `?processKey=${ORDINARY}&version=952`)).body as InstancePage,
      await ask('admin', `/processes/${ORDINARY}/952/live`),
      await ask('admin', '/processes'),
    ];

    // then
    expect(listed.items).to.have.length(1);
    expect(live.active).to.equal(1);
    expect(live.elements[0].tokens).to.equal(1);
    expect((all.items as LiveProcess[]).find(({ version }) => version === 952)?.active).to.equal(1);
  });

  it('are told in steps, and of a shared process not at all, wherever it is counted what runs', async () => {
    // given
    const version = 953;
    for (const processKey of [PROCESS, ORDINARY]) {
      const known = await eventually(() =>
        database.db('process_definitions').where({ process_key: processKey }).whereNotNull('sha256').first(),
      );
      await database.db('process_definitions').insert({ ...known, definition_key: someKey(), version });
    }
    for (let n = 0; n < 6; n += 1) {
      await anInstance(await aComplaint(), {}, { version });
      await anInstance(await aComplaint(), {}, { version, process_key: ORDINARY });
    }
    await anInstance(await aRequest(database.db), {}, { version });

    // when
    const get = async <T>(path: string) =>
      (await call('GET', `/api${path}`, undefined, { as: 'analyst' })).body as T;
    const counted = async (processKey: string) => ({
      version: (await get<ProcessVersionPage>(`/process-definitions/${processKey}/versions`)).items.find(
        (one) => one.version === version,
      )?.running,
      compared: (
        await get<MigrationDiagrams>(
          `/instance-migration-diagrams?processKey=${processKey}&from=${version}&to=${version}`,
        )
      ).running,
      all: (await get<ProcessApplications>('/processes')).items.find((one) => one.processKey === processKey)
        ?.instances,
    });

    // then
    const { all, ...ofTheirOwn } = await counted(PROCESS);
    const shared = await counted(ORDINARY);
    const { count } = (await ask('analyst', `/count?processKey=${ORDINARY}&state=active`)).body;
    expect(ofTheirOwn).to.deep.equal({ version: 5, compared: 5 });
    expect((all ?? 1) % 5).to.equal(0);
    expect(shared).to.deep.equal({ version: 1, compared: 1, all: count });
  });

  it('are not told by how long the few of them took', async () => {
    // given
    const done = async (count: number, elementId: string, process_key = PROCESS) => {
      for (let n = 0; n < count; n += 1) {
        const given = { process_key, version: 951, state: 'completed' };
        const instance_key = await anInstance(await aComplaint(), {}, given);
        await database.db('element_instances').insert({
          element_key: someKey(),
          instance_key,
          scope_key: instance_key,
          process_key,
          version: 951,
          element_id: elementId,
          type: 'USER_TASK',
          state: 'completed',
          started_at: new Date(Date.now() - 7_200_000),
          ended_at: new Date(Date.now() - 3_600_000),
        });
      }
    };
    await done(4, 'Task_Few');
    await done(5, 'Task_Enough');
    await done(5, 'Task_Shared', ORDINARY);

    // when
    const passed = async (processKey: string) =>
      ((await ask('admin', `/processes/${processKey}/951/durations`)).body as ElementDurations).elements.map(
        ({ elementId }) => elementId,
      );

    // then
    expect(await passed(PROCESS)).to.deep.equal(['Task_Enough']);
    expect(await passed(ORDINARY)).to.deep.equal([]);
  });
});
