import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { verifyChain } from '#api/modules/audit/index.ts';
import type { FiledRequest, ModificationPreview, SingleOperation } from '#common/contract/index.ts';
import { type Caller, type CallResponse, createCaller } from '#tests/support/api-caller.ts';
import { type EngineHarness, openEngineHarness } from '#tests/support/harness/engine-harness.ts';
import { eventually } from '#tests/support/wait.ts';

const ADMIN = 'admin';
const TEHRAN = 'caseworker.rmto-tehran';
const CHECK = 'Task_CheckDanger';
const INSPECT = 'Task_InspectDefect';
const PLAN = 'Task_PlanRepair';
const REPAIR = 'Task_RepairDefect';
const ANSWER = 'Task_WriteAnswer';
const REASON = 'به درخواست ادارهٔ راهداری';

describe('acting on a process instance', function () {
  this.timeout(120_000);
  let harness: EngineHarness;
  let call: Caller;

  const db = () => harness.database.db;
  const file = (): Promise<FiledRequest> => harness.file({ service: 'road-damage' });
  const keyOf = ({ id }: FiledRequest): Promise<string> =>
    eventually(async () => {
      const row = await db()('process_instances')
        .where({ request_id: id, state: 'active' })
        .whereNull('parent_key')
        .orderBy('instance_key', 'desc')
        .first();
      return row?.instance_key as string | undefined;
    });
  const act = (
    key: string,
    action: object,
    { as = ADMIN, reason = REASON, once = '' } = {},
  ): Promise<CallResponse> =>
    call(
      'POST',
      `/api/instances/${key}/actions`,
      { action, reason },
      {
        as,
        ...(once && { headers: { 'idempotency-key': once } }),
      },
    );
  const acted = async (key: string, action: object): Promise<SingleOperation> => {
    const answer = await act(key, action);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body as SingleOperation;
  };
  const isDone = ({ operation }: SingleOperation) =>
    eventually(async () => {
      const { body } = await call('GET', `/api/batch-operations/${operation.id}`, undefined, { as: ADMIN });
      return body.counts.done === 1 && body;
    });
  const audited = (key: string) =>
    db()('audit_log').where({ object_kind: 'instance', object_id: key }).orderBy('seq');

  /** A case that cannot plan its repair: the job fails for good at the first try. */
  const stuck = async (): Promise<{ request: FiledRequest; key: string; elementKey: string }> => {
    const request = await file();
    await harness.claimAndComplete(request, CHECK, TEHRAN, { decision: 'inspect' });
    await harness.completeInEngine(request, INSPECT, { finding: 'repair', repairKind: 'of-no-kind' });
    const key = await keyOf(request);
    const incident = await eventually(() =>
      db()('incidents').where({ instance_key: key, state: 'open' }).first(),
    );
    const element = await eventually(() =>
      db()('element_instances').where({ instance_key: key, element_id: PLAN, state: 'active' }).first(),
    );
    expect(incident.element_id).to.equal(PLAN);
    return { request, key, elementKey: element.element_key };
  };

  before(async () => {
    harness = await openEngineHarness();
    call = createCaller(harness.url);
    await db()('crews').update({ capacity: 50 });
  });

  after(() => harness.close());

  it('helps a stuck case: the wrong variable is set right, and the retry goes through', async () => {
    // given
    const { request, key, elementKey } = await stuck();

    // when
    const set = await acted(key, { kind: 'set-variables', variables: { repairKind: 'surface' }, elementKey });
    const retried = await acted(key, { kind: 'retry' });

    // then
    await harness.taskOf(request, REPAIR, TEHRAN);
    await isDone(set);
    await isDone(retried);
    expect(await db()('incidents').where({ instance_key: key, state: 'open' })).to.deep.equal([]);
    const told = await audited(key);
    expect(told.map(({ actor, action, reason, result }) => [actor, action, reason, result])).to.deep.equal([
      [ADMIN, 'instance.set-variables', REASON, 'done'],
      [ADMIN, 'instance.retry', REASON, 'done'],
    ]);
  });

  it('sets no variables in another instance than the one that is named', async () => {
    // given
    const { elementKey: foreign } = await stuck();
    const key = await keyOf(await file());

    // when
    const { item } = await acted(key, {
      kind: 'set-variables',
      variables: { repairKind: 'surface' },
      elementKey: foreign,
    });

    // then
    expect(item).to.include({ state: 'refused', code: 'no-token', detail: foreign });
  });

  it('says that there is nothing to retry', async () => {
    // given
    const key = await keyOf(await file());

    // when
    const { item } = await acted(key, { kind: 'retry' });

    // then
    expect(item).to.include({ state: 'skipped', code: 'no-incident' });
  });

  it('answers the same key with the first result, and refuses it for something else', async () => {
    // given
    const { key } = await stuck();
    const first = await act(key, { kind: 'retry' }, { once: `once-${key}` });

    // when
    const second = await act(key, { kind: 'retry' }, { once: `once-${key}` });
    const other = await act(key, { kind: 'cancel' }, { once: `once-${key}` });

    // then
    expect(second.body.operation.id).to.equal(first.body.operation.id);
    expect(other.body.code).to.equal('idempotency-key-reused');
    expect(await audited(key)).to.have.length(1);
  });

  it('gives the engine no personal data, and does not cut a case off its process', async () => {
    // given
    const key = await keyOf(await file());

    // when
    const personal = await act(key, {
      kind: 'set-variables',
      variables: { citizenName: 'x', region: 'fars' },
    });
    const nested = await act(key, { kind: 'set-variables', variables: { facts: { mobile: '1' } } });
    const link = await act(key, { kind: 'set-variables', variables: { requestId: 'another' } });
    const origin = await act(key, { kind: 'set-variables', variables: { movedFrom: '1' } });

    // then
    expect([personal, nested, link, origin].map(({ body }) => [body.code, body.names])).to.deep.equal([
      ['personal-variables', ['citizenName']],
      ['personal-variables', ['mobile']],
      ['personal-variables', ['requestId']],
      ['personal-variables', ['movedFrom']],
    ]);
  });

  it('moves a token as its preview says', async () => {
    // given
    const request = await file();
    await harness.taskOf(request, CHECK, TEHRAN);
    const key = await keyOf(request);
    await eventually(() => db()('element_instances').where({ instance_key: key, element_id: CHECK }).first());
    const moves = [{ from: CHECK, to: ANSWER }];

    // when
    const preview = await call(
      'POST',
      `/api/instances/${key}/modification-preview`,
      { moves },
      { as: ADMIN },
    );
    const moved = await acted(key, { kind: 'modify', moves });

    // then
    const { before, after, warnings, refusal } = preview.body as ModificationPreview;
    expect(preview.status, JSON.stringify(preview.body)).to.equal(200);
    expect(before.map(({ elementId }) => elementId)).to.deep.equal([CHECK]);
    expect(after.map(({ elementId }) => elementId)).to.deep.equal([ANSWER]);
    expect(warnings.map(({ code, elementId }) => [code, elementId])).to.deep.include(['task-lost', CHECK]);
    expect(refusal).to.equal(null);
    await harness.taskOf(request, ANSWER, TEHRAN);
    await isDone(moved);
    expect(await harness.openTasks(request)).to.deep.equal([ANSWER]);
  });

  it('tells beforehand which moves cannot be made', async () => {
    // given
    const request = await file();
    await harness.taskOf(request, CHECK, TEHRAN);
    const key = await keyOf(request);
    const refusalOf = async (...moves: object[]) =>
      (await call('POST', `/api/instances/${key}/modification-preview`, { moves }, { as: ADMIN })).body
        .refusal?.code;
    await eventually(() => db()('element_instances').where({ instance_key: key, element_id: CHECK }).first());

    // when
    const refusals = [
      await refusalOf({ from: ANSWER, to: CHECK }),
      await refusalOf({ from: CHECK, to: 'Task_OfNoDiagram' }),
      await refusalOf({ from: CHECK, to: 'Start_RequestReceived' }),
      await refusalOf({ from: CHECK }),
    ];

    // then
    expect(refusals.slice(0, 2)).to.deep.equal(['no-token', 'unknown-element']);
    expect(refusals[2]).to.be.oneOf(['not-a-target', 'unknown-element']);
    expect(refusals[3]).to.equal('nothing-left');
  });

  it('ends an instance; the request stays open, is listed, and its process starts again where a person says', async () => {
    // given
    const request = await file();
    await harness.taskOf(request, CHECK, TEHRAN);
    const key = await keyOf(request);
    await eventually(() =>
      db()('instance_variables').where({ instance_key: key, name: 'requestId' }).first(),
    );
    const listed = async () =>
      (await call('GET', '/api/broken-off-cases', undefined, { as: 'analyst' })).body.items.map(
        ({ instanceKey }: { instanceKey: string }) => instanceKey,
      ) as string[];

    // when
    await isDone(await acted(key, { kind: 'cancel' }));

    // then
    const { status } = await db()('requests').where({ id: request.id }).first();
    expect(status).to.equal('in-progress');
    expect(await listed()).to.include(key);

    // and when
    const again = await acted(key, { kind: 'start-again', startBefore: [INSPECT] });

    // then
    await harness.taskOf(request, INSPECT, TEHRAN);
    await isDone(again);
    expect(await listed()).not.to.include(key);
    const third = await acted(key, { kind: 'start-again', startBefore: [INSPECT] });
    expect(third.item).to.include({ state: 'skipped', code: 'runs' });
  });

  it('sends a message to the one instance', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, CHECK, TEHRAN, { decision: 'inspect' });
    await harness.taskOf(request, INSPECT, TEHRAN);
    const key = await keyOf(request);
    const [waits] = await eventually(async () => {
      const rows = await db()('awaited').where({ instance_key: key, kind: 'message', state: 'waiting' });
      return rows.length > 0 && rows;
    });

    // when
    const { item } = await acted(key, {
      kind: 'correlate',
      message: waits.message_name,
      correlationKey: waits.correlation_key,
    });

    // then
    expect(item.state).to.be.oneOf(['accepted', 'done']);
    // and to no other one
    const foreign = await acted(key, {
      kind: 'correlate',
      message: waits.message_name,
      correlationKey: (await file()).id,
    });
    expect(foreign.item).to.include({ state: 'refused', code: 'not-awaited' });
  });

  it('is for administrators alone; an analyst may look at what was done', async () => {
    // given
    const key = await keyOf(await file());

    // when
    const statuses = {
      act: (await act(key, { kind: 'cancel' }, { as: 'analyst' })).status,
      freeze: (
        await call(
          'POST',
          '/api/batch-operations',
          { action: { kind: 'cancel' }, reason: REASON, keys: [key] },
          { as: 'analyst' },
        )
      ).status,
      preview: (
        await call(
          'POST',
          `/api/instances/${key}/modification-preview`,
          { moves: [{ to: CHECK }] },
          { as: 'analyst' },
        )
      ).status,
      list: (await call('GET', '/api/batch-operations', undefined, { as: 'analyst' })).status,
      caseworker: (await call('GET', '/api/batch-operations', undefined, { as: TEHRAN })).status,
      withoutReason: (await act(key, { kind: 'cancel' }, { reason: '  ' })).status,
      unknown: (await act('1', { kind: 'cancel' })).status,
    };

    // then
    expect(statuses).to.deep.equal({
      act: 403,
      freeze: 403,
      preview: 403,
      list: 200,
      caseworker: 403,
      withoutReason: 400,
      unknown: 404,
    });
    expect((await verifyChain(db())).broken).to.equal(null);
  });
});
