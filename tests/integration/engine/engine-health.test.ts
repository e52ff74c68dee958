import { expect } from 'chai';
import { before, beforeEach, describe, it } from 'mocha';
import type { EngineHealth, QuarantinePage } from '#common/contract/index.ts';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { someKey } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { eventually } from '#tests/support/wait.ts';

const ADMIN = 'admin';
const REASON = 'خواندن دوباره پس از اصلاح';

describe('the health of the engine', function () {
  this.timeout(120_000);
  const { database, call } = useApi();

  const health = async (): Promise<EngineHealth> =>
    (await call('GET', '/api/engine', undefined, { as: ADMIN })).body as EngineHealth;
  const quarantine = async (query = ''): Promise<QuarantinePage> =>
    (await call('GET', `/api/engine/quarantine${query}`, undefined, { as: ADMIN })).body as QuarantinePage;
  const replay = (ids: readonly string[], as = ADMIN): Promise<CallResponse> =>
    call('POST', '/api/engine/quarantine/replays', { ids, reason: REASON }, { as });

  /** A record as it stands in the quarantine: one that can be read by now, or one that never can. */
  async function aRecord(readable: boolean): Promise<string> {
    const position = Number(someKey().slice(-12));
    const key = someKey();
    const value = {
      processInstanceKey: readable ? Number(someKey()) : 'no key',
      bpmnProcessId: 'road-defect',
      processDefinitionKey: 1,
      elementId: 'Task_Look',
      elementInstanceKey: 2,
      errorType: 'IO_MAPPING_ERROR',
      errorMessage: 'no value',
      jobKey: -1,
      tenantId: '<default>',
    };
    const record = {
      position,
      key: Number(key),
      partitionId: 1,
      valueType: 'INCIDENT',
      intent: 'CREATED',
      recordType: 'EVENT',
      timestamp: Date.now(),
      value,
    };
    const index = { index: { _index: 'slow-record_incident_8.5.8_2026-11-24', _id: `1-${position}` } };
    const [row] = await database
      .db('engine_quarantine')
      .insert({
        exporter: 'slow',
        partition: 1,
        position,
        value_type: 'incident',
        intent: 'CREATED',
        record: `${JSON.stringify(index)}\n${JSON.stringify(record)}\n`,
        error: 'it could not be read at the time',
      })
      .returning<{ id: string }[]>('id');
    return String(row?.id);
  }

  before(() => eventually(async () => (await health()).deployed || undefined));

  beforeEach(() => database.db('engine_quarantine').delete());

  it('tells of brokers, the read side, waiting messages and workers', async () => {
    // when
    const told = await eventually(async () => {
      const now = await health();
      return now.readSide.exporters.length > 0 ? now : undefined;
    });

    // then
    expect(told.reachable).to.equal(true);
    expect(told.brokers[0]?.partitions[0]).to.deep.equal({ partition: 1, role: 'leader', health: 'healthy' });
    expect(told.readSide.exporters.map(({ exporter }) => exporter)).to.include('slow');
    expect(told.outbox).to.include({ waiting: 0, triedAgain: 0, lastError: null });
    const types = told.workers.filter(({ served }) => served).map(({ type }) => type);
    expect(types).to.include.members(['shared.notify', 'shared.tell-staff', 'scratch.capture']);
  });

  it('names jobs that nobody serves first, and messages that the engine did not take', async () => {
    // given
    const { db } = database;
    const at = new Date('2026-01-01T06:00:00Z');
    const job = { element_id: 'Task_Odd', element_key: 1, instance_key: 1, position: 1, process_key: 'odd' };
    const open = { ...job, created_at: at, retries: 0, type: 'odd.nobody-knows' };
    await db('jobs').insert([
      { ...open, job_key: someKey(), state: 'created' },
      { ...open, job_key: someKey(), state: 'failed' },
    ]);
    const later = new Date('2100-01-01T00:00:00Z');
    const message = { correlation_key: 'x', kind: 'message', message_name: 'nothing', next_try_at: later };
    await db('outbox').insert({ ...message, attempts: 3, last_error: 'RESOURCE_EXHAUSTED' });

    // when
    const { workers, outbox } = await health();

    // then
    expect(workers[0]).to.deep.equal({
      type: 'odd.nobody-knows',
      served: false,
      open: 2,
      failed: 1,
      oldest: at.toISOString(),
    });
    expect(outbox).to.include({ waiting: 1, triedAgain: 1, lastError: 'RESOURCE_EXHAUSTED' });
    await db('outbox').where({ correlation_key: 'x' }).delete();
    await db('jobs').where({ type: 'odd.nobody-knows' }).delete();
  });

  it('lists the quarantine page by page, without what the records hold', async () => {
    // given
    const ids = [await aRecord(false), await aRecord(false), await aRecord(false)];

    // when
    const first = await quarantine('?limit=2');
    const second = await quarantine(`?limit=2&after=${first.next}`);

    // then
    expect([...first.items, ...second.items].map(({ id }) => id)).to.deep.equal(ids);
    expect(second.next).to.equal(null);
    expect(first.items[0]).to.include({ valueType: 'incident', intent: 'CREATED', exporter: 'slow' });
    expect(JSON.stringify(first)).to.not.include('IO_MAPPING_ERROR');
  });

  it('reads what can be read by now, keeps the rest with why, and does neither twice', async () => {
    // given
    const [good, bad] = [await aRecord(true), await aRecord(false)];

    // when
    const first = await replay([good, bad]);
    const again = await replay([good, bad]);

    // then
    expect(first.body).to.deep.equal({ projected: 1, left: 1 });
    expect(again.body).to.deep.equal({ projected: 0, left: 1 });
    const { items } = await quarantine();
    expect(items).to.have.length(1);
    expect(items[0]?.error).to.not.equal('it could not be read at the time');
    const written = await database.db('audit_log').where({ action: 'quarantine.replayed' }).orderBy('seq');
    expect(written.map(({ actor, reason, result }) => `${actor} ${result} ${reason}`)).to.deep.equal([
      `${ADMIN} failed ${REASON}`,
      `${ADMIN} failed ${REASON}`,
    ]);
  });

  for (const as of ['analyst', 'caseworker.rmto'])
    it(`is closed to ${as}`, async () => {
      // given
      const id = await aRecord(true);
      // when
      const answers = [
        await call('GET', '/api/engine', undefined, { as }),
        await call('GET', '/api/engine/quarantine', undefined, { as }),
        await replay([id], as),
      ];
      // then
      expect(answers.map(({ status }) => status)).to.deep.equal([403, 403, 403]);
      expect((await quarantine()).items.map((one) => one.id)).to.deep.equal([id]);
    });
});
