import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { eventually } from '#tests/support/wait.ts';

const ADMIN = 'admin';
const ANALYST = 'analyst';
const CASEWORKER = 'caseworker.rmto';

type Entry = {
  seq: string;
  actor: string | null;
  action: string;
  object: { kind: string; id: string };
  details: Record<string, unknown>;
  result: string;
  httpRequestId: string | null;
  remoteAddress: string | null;
};

describe('the audit log over HTTP', () => {
  const { database, call } = useApi();

  const entries = async (query: string): Promise<Entry[]> => {
    const answer = await call('GET', `/api/audit?${query}`, undefined, { as: ADMIN });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body.items as Entry[];
  };

  before(() =>
    eventually(async () => database.db('audit_log').where({ action: 'process.deployed' }).first()),
  );

  it('tells who came to a confidential request, and is silent about others', async () => {
    // given
    const open = await aRequest(database.db, { confidential: false });
    const confidential = await aRequest(database.db, { confidential: true });

    // when
    await call('GET', `/api/requests/${open.id}`, undefined, { as: CASEWORKER });
    const seen = await call('GET', `/api/requests/${confidential.id}`, undefined, { as: CASEWORKER });
    await call('GET', `/api/requests/${confidential.id}/timeline`, undefined, { as: CASEWORKER });

    // then
    expect(seen.status).to.equal(200);
    const told = await entries(`kind=request&id=${confidential.id}`);
    expect(told.map(({ actor, action }) => `${actor} ${action}`)).to.deep.equal([
      `${CASEWORKER} confidential-request.opened`,
      `${CASEWORKER} confidential-request.opened`,
    ]);
    expect(told[0]?.httpRequestId).to.be.a('string');
    expect(told[0]?.remoteAddress).to.match(/127\.0\.0\.1/);
    expect(await entries(`kind=request&id=${open.id}`)).to.deep.equal([]);
  });

  it('tells who came to a task of a confidential service', async () => {
    // given
    const [service] = await database.db('services').where({ confidential: true });
    const request = await aRequest(database.db, { confidential: true, service: service.key });
    const task = await aTask(database.db, { request });

    // when
    const seen = await call('GET', `/api/tasks/${task.task_key}`, undefined, { as: CASEWORKER });

    // then
    expect(seen.status).to.equal(200);
    const [entry] = await entries(`kind=task&id=${task.task_key}`);
    expect(entry).to.deep.include({ action: 'confidential-task.opened', actor: CASEWORKER, result: 'done' });
    expect(entry?.details).to.deep.equal({ requestId: request.id });
  });

  it('tells of the deployments, with the hash of every file', async () => {
    // when
    const [entry] = await entries('action=process.deployed');

    // then
    expect(entry).to.include({ actor: null, result: 'done' });
    const files = entry?.details.files as { name: string; sha256: string }[];
    expect(files.find(({ name }) => name === 'road-defect.bpmn')?.sha256).to.match(/^[0-9a-f]{64}$/);
  });

  it('tells who tried to act without the role for it', async () => {
    // when
    const refused = await call('POST', '/api/process-definitions', { files: [] }, { as: ANALYST });

    // then
    expect(refused.status).to.equal(403);
    const [entry] = await entries(`result=refused&actor=${ANALYST}`);
    expect(entry).to.deep.include({
      action: 'access.refused',
      object: { kind: 'operation', id: 'deployDraft' },
      details: { permission: 'process:deploy' },
    });
  });

  it('does not fill with what one person tries again and again', async () => {
    // when
    const statuses = await Promise.all(
      Array.from(
        { length: 30 },
        async () => (await call('GET', '/api/audit', undefined, { as: CASEWORKER })).status,
      ),
    );

    // then
    expect(new Set(statuses)).to.deep.equal(new Set([403]));
    expect(await entries(`result=refused&actor=${CASEWORKER}`)).to.have.length(1);
  });

  it('is read by administrators alone', async () => {
    // when
    const statuses = await Promise.all(
      [ANALYST, CASEWORKER].map(async (as) => (await call('GET', '/api/audit', undefined, { as })).status),
    );

    // then
    expect(statuses).to.deep.equal([403, 403]);
  });

  it('goes on after the last entry of a page, within a period', async () => {
    // given
    const from = (await entries('limit=1'))[0] as Entry & { at: string };
    for (let at = 0; at < 3; at += 1) await call('POST', '/api/audit/checks', undefined, { as: ADMIN });

    // when
    const first = await call('GET', `/api/audit?limit=2&action=audit.checked&from=${from.at}`, undefined, {
      as: ADMIN,
    });
    const second = await call(
      'GET',
      `/api/audit?limit=2&action=audit.checked&from=${from.at}&after=${first.body.next}`,
      undefined,
      { as: ADMIN },
    );

    // then
    expect(first.body.items).to.have.length(2);
    expect(second.body.items).to.have.length(1);
    expect(second.body.next).to.equal(null);
    const broken = await call('GET', '/api/audit?after=bm9uZQ', undefined, { as: ADMIN });
    expect(broken.body.code).to.equal('invalid-input');
  });

  it('reads the whole chain again when asked, and says whether it holds', async () => {
    // when
    const asked = await call('POST', '/api/audit/checks', undefined, { as: ADMIN });

    // then
    expect(asked.status).to.equal(202);
    const held = await eventually(async () => {
      const { body } = await call('GET', '/api/audit/chain', undefined, { as: ADMIN });
      return body.checked?.rows > 4 && body;
    });
    expect(held.checked.broken).to.equal(null);
    expect(held.hash).to.match(/^[0-9a-f]{64}$/);
  });
});
