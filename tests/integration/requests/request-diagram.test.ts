import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { RequestDiagram } from '#common/contract/index.ts';
import { aRequest, someKey } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { eventually } from '#tests/support/wait.ts';

const MINUTE_MS = 60_000;

describe('where a request stands in its processes', () => {
  const { database, call } = useApi();

  let at = Date.UTC(2026, 0, 1);

  before(async () => {
    await eventually(() => versionOf('transfer'));
    await eventually(() => versionOf('road-defect'));
  });

  /** The version of a process that runs here: other files may have deployed it to the same engine before. */
  async function versionOf(process_key: string): Promise<number | undefined> {
    const deployed = database.db('process_definitions').where({ process_key }).whereNotNull('sha256');
    const row = await deployed.orderBy('version', 'desc').first();
    return row && Number(row.version);
  }

  /** An instance of a request as the projector leaves it. */
  async function anInstance(given: {
    request: string;
    process: string;
    done?: string[];
    stands?: string;
    flows?: string[];
    parent?: string;
  }): Promise<string> {
    const { request, process, done = [], stands, flows = [], parent = null } = given;
    const instance_key = someKey();
    const started_at = new Date((at += MINUTE_MS));
    const ended_at = stands ? null : started_at;
    const version = await versionOf(process);
    const place = { instance_key, process_key: process, version, started_at };
    await database.db('process_instances').insert({
      ...place,
      request_id: request,
      state: stands ? 'active' : 'completed',
      parent_key: parent,
      ended_at,
    });
    for (const [element_id, state] of [
      ...done.map((id) => [id, 'completed']),
      ...(stands ? [[stands, 'active']] : []),
    ])
      await database.db('element_instances').insert({
        ...place,
        element_key: someKey(),
        scope_key: instance_key,
        element_id,
        type: 'USER_TASK',
        state,
        ended_at: state === 'active' ? null : started_at,
      });
    for (const flow_id of flows)
      await database.db('flows_taken').insert({ instance_key, flow_id, times: 1, position: 1 });
    return instance_key;
  }

  const diagramOf = (id: string, as: string) => call('GET', `/api/requests/${id}/diagram`, undefined, { as });

  it('shows the process of the request and what it called: where it stands, and the way it came', async () => {
    // given
    const { id } = await aRequest(database.db, { department: 'rmto' });
    const parent = await anInstance({ request: id, process: 'road-defect', stands: 'Task_InspectDefect' });
    await anInstance({
      request: id,
      process: 'transfer',
      parent,
      done: ['Task_OfferTransfer'],
      stands: 'Task_AcceptTransfer',
      flows: ['Flow_ToOffer', 'Flow_Offered'],
    });

    // when
    const { body, status } = await diagramOf(id, 'caseworker.rmto');

    // then
    expect(status, JSON.stringify(body)).to.equal(200);
    const [main, called] = (body as RequestDiagram).processes;
    expect(main?.at.map(({ name }) => name?.fa)).to.have.length(1);
    expect(called).to.deep.include({
      state: 'active',
      name: { fa: 'انتقال به واحد دیگر', en: 'Transfer to another department' },
    });
    expect(called?.at.map(({ name }) => name)).to.deep.equal([
      { fa: 'پذیرش درخواست؟', en: 'Accept the request?' },
    ]);
    expect(called?.done).to.have.length(1);
    expect(called?.flows).to.have.length(2);
    const ids = new Set([...(called?.xml.matchAll(/ id="(n\d+)"/g) ?? [])].map(([, one]) => one));
    for (const one of [...(called?.done ?? []), ...(called?.flows ?? []), called?.at[0]?.elementId])
      expect(ids.has(one)).to.equal(true);
  });

  it('lets no technical id, job or group out', async () => {
    // given
    const { id } = await aRequest(database.db, { department: 'rmto' });
    await anInstance({ request: id, process: 'transfer', stands: 'Task_AcceptTransfer' });

    // when
    const { body } = await diagramOf(id, 'caseworker.rmto');

    // then
    expect(body.processes).to.have.length(1);
    expect(JSON.stringify(body)).not.to.match(
      /Task_|Gateway_|Flow_|Event_|shared\.|transferTo|contact-centre/,
    );
  });

  it('shows one path for a case that was moved, on the diagram of the newest', async () => {
    // given
    const { id } = await aRequest(database.db, { department: 'rmto' });
    await anInstance({
      request: id,
      process: 'transfer',
      done: ['Task_OfferTransfer'],
      flows: ['Flow_ToOffer'],
    });
    await anInstance({ request: id, process: 'transfer', stands: 'Task_AcceptTransfer' });

    // when
    const { processes } = (await diagramOf(id, 'caseworker.rmto')).body as RequestDiagram;

    // then
    expect(processes).to.have.length(1);
    expect(processes[0]).to.include({ state: 'active' });
    expect([processes[0]?.done.length, processes[0]?.at.length, processes[0]?.flows.length]).to.deep.equal([
      1, 1, 1,
    ]);
  });

  it('shows nothing while no process has begun', async () => {
    // given
    const { id } = await aRequest(database.db, { department: 'rmto' });

    // when
    const { body } = await diagramOf(id, 'caseworker.rmto');

    // then
    expect(body).to.deep.equal({ processes: [] });
  });

  it('is not there for who may not see the request', async () => {
    // given
    const { id } = await aRequest(database.db, { department: 'rmto' });

    // when
    const others = await Promise.all(['analyst', 'caseworker.land-housing'].map((as) => diagramOf(id, as)));

    // then
    expect(others.map(({ status }) => status)).to.deep.equal([403, 404]);
  });
});
