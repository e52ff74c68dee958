import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { DEPLOY_JOB } from '#api/modules/releases/deployment.service.ts';
import { startApi, type TestApi } from '#tests/support/api.ts';
import { type Caller, type CallResponse, createCaller } from '#tests/support/api-caller.ts';
import { engineClock, syncClock } from '#tests/support/engine/clock.ts';
import { anApprovedDraft } from '#tests/support/fixtures/approved-draft.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

const AUTHOR = 'analyst';
const SECOND = 'analyst.second';
const ADMIN = 'admin';
const FILE = 'transfer.bpmn';
const NOTES = { fa: 'مهلت کوتاه‌تر شد', en: 'A shorter time' };

type Seen = { name: string; sha256: string | null }[];

describe('the way of a draft to the engine', () => {
  let api: TestApi;
  let call: Caller;
  let running = '';
  let changes = 0;

  const get = async (path: string, as = AUTHOR) => (await call('GET', path, undefined, { as })).body;
  const post = (path: string, body: object | undefined, as: string): Promise<CallResponse> =>
    call('POST', `/api${path}`, body, { as });
  const seenIn = async (id: string): Promise<Seen> =>
    (await get(`/api/drafts/${id}/release`)).files.map(({ name, sha256 }: Seen[number]) => ({
      name,
      sha256,
    }));
  const changed = (): string =>
    running.replace('</bpmn:process>', `<!-- ${(changes += 1)} --></bpmn:process>`);
  const save = (id: string, content: string, as = AUTHOR, expectedVersion = 0, name = FILE) =>
    call('PUT', `/api/drafts/${id}/files/${name}`, { content, expectedVersion }, { as });

  async function aDraft(by = AUTHOR): Promise<string> {
    const { body } = await post('/drafts', { processKey: 'transfer', title: 'آزمون' }, by);
    const saved = await save(body.id, changed(), by);
    expect(saved.status, JSON.stringify(saved.body)).to.equal(200);
    return body.id as string;
  }
  const submit = async (id: string, as = AUTHOR) =>
    post(`/drafts/${id}/submit`, { notes: NOTES, files: await seenIn(id) }, as);
  const review = async (id: string, as = SECOND, more: object = { decision: 'approve' }) =>
    post(`/drafts/${id}/review`, { ...more, files: await seenIn(id) }, as);
  const deploy = async (id: string, as = ADMIN, files?: Seen) =>
    post('/process-definitions', { draftId: id, files: files ?? (await seenIn(id)) }, as);
  const schedule = async (id: string, at: Date, as = ADMIN) =>
    post(`/drafts/${id}/schedule`, { at: at.toISOString(), files: await seenIn(id) }, as);
  const stateOf = async (id: string): Promise<string> =>
    (await database.db('process_drafts').where({ id }).first()).state;
  const releaseOf = async (id: string) => (await get(`/api/drafts/${id}/release`)).release;
  const deployments = async (): Promise<number> =>
    Number((await database.db('process_deployments').count('id as n').first())?.n);
  const outcome = ({ status, body }: CallResponse): string =>
    status < 300 ? 'done' : `${status} ${body.code}`;
  const approved = async (): Promise<string> => {
    const id = await aDraft();
    expect(outcome(await submit(id))).to.equal('done');
    expect(outcome(await review(id))).to.equal('done');
    return id;
  };
  /** Tries a draft with the answers of the examples. @returns the run, once it went to its end */
  async function tried(id: string): Promise<string> {
    const { example } = await get(`/api/drafts/${id}/test-runs/plan`);
    const { body, status } = await post(
      `/drafts/${id}/test-runs`,
      { variables: example, answers: {}, fast: true },
      AUTHOR,
    );
    expect(status, JSON.stringify(body)).to.equal(201);
    const { result } = await eventually(async () => {
      const run = await get(`/api/test-runs/${body.id}`);
      return run.state === 'ended' && run;
    });
    expect(result).to.equal('completed');
    return body.id as string;
  }
  const testRunsOf = async (id: string, as = SECOND) => (await get(`/api/drafts/${id}/release`, as)).testRuns;
  const makeDue = (): Promise<unknown> =>
    database.db.raw(
      `update graphile_worker._private_jobs set run_at = now() - interval '3 hours'
        where task_id = (select id from graphile_worker._private_tasks where identifier = ?)`,
      [DEPLOY_JOB],
    );
  const audit = (release: string) =>
    database.db('audit_log').where({ object_kind: 'release', object_id: release }).orderBy('seq');

  before(() => syncClock());

  const database = useDatabase();

  before(async () => {
    api = await startApi({ database });
    call = createCaller(api.url);
    await eventually(async () => database.db('process_deployments').where({ result: 'deployed' }).first());
  });

  beforeEach(async () => {
    const { files } = await get('/api/process-definitions/transfer/files');
    running = files.find(({ name }: { name: string }) => name === FILE).content;
  });

  after(() => api?.close());

  it('leads from the author over a second person to an administrator, on record with each hash', async () => {
    // given
    const id = await aDraft();
    const [file] = await seenIn(id);

    // when
    const steps = [await submit(id), await review(id), await deploy(id)].map(outcome);

    // then
    expect(steps).to.deep.equal(['done', 'done', 'done']);
    const release = await releaseOf(id);
    expect(release).to.include({
      state: 'deployed',
      submittedBy: AUTHOR,
      reviewedBy: SECOND,
      deployedBy: ADMIN,
    });
    expect(release.notes).to.deep.equal(NOTES);
    const entries = await audit(release.id);
    expect(entries.map(({ actor, action, result }) => `${actor} ${action} ${result}`)).to.deep.equal([
      'analyst release.submitted done',
      'analyst.second release.approved done',
      'admin release.deployed done',
    ]);
    for (const { details } of entries) expect(details.files).to.deep.equal({ [FILE]: file?.sha256 });
    const versions = await get('/api/process-definitions/transfer/versions');
    expect(versions.items[0].release.notes).to.deep.equal(NOTES);
    expect(versions.items[0]).to.include({ deployedBy: ADMIN, sha256: file?.sha256 });
  });

  it('tells the reviewer what changed', async () => {
    // given
    const id = await aDraft();
    await save(id, running.replace(/candidateGroups="[^"]*"/, 'candidateGroups="rmto"'), AUTHOR, 1);

    // when
    const { body } = await submit(id);

    // then
    const [file] = body.release.changes;
    expect(file).to.include({ name: FILE, kind: 'changed', more: 0 });
    expect(file.changes[0]).to.deep.include({
      rank: 'execution',
      kind: 'changed',
      subjectType: 'bpmn:UserTask',
    });
    expect(file.changes[0].facts[0]).to.include({ aspect: 'groups', after: 'rmto' });
  });

  for (const [what, by, reviewer, expected] of [
    ['the author', AUTHOR, AUTHOR, '403 four-eyes-required'],
    ['an author who is an administrator', ADMIN, ADMIN, '403 four-eyes-required'],
    ['somebody else', AUTHOR, SECOND, 'done'],
    ['an administrator', AUTHOR, ADMIN, 'done'],
    ['a caseworker', AUTHOR, 'caseworker.rmto', '403 not-allowed'],
  ] as const)
    it(`${expected === 'done' ? 'lets' : 'does not let'} ${what} review`, async () => {
      // given
      const id = await aDraft(by);
      await submit(id, by);

      // then
      expect(outcome(await review(id, reviewer))).to.equal(expected);
    });

  it('lets nobody review who changed a single file, or who handed it in', async () => {
    // given
    const both = await aDraft();
    await save(both, changed(), SECOND, 1);
    await submit(both);
    const handed = await aDraft();
    await submit(handed, SECOND);

    // then
    expect(outcome(await review(both))).to.equal('403 four-eyes-required');
    expect(outcome(await review(handed))).to.equal('403 four-eyes-required');
  });

  for (const [what, author, reviewer, deployer, expected] of [
    ['an analyst', AUTHOR, SECOND, SECOND, '403 not-allowed'],
    ['the administrator who approved', AUTHOR, ADMIN, ADMIN, '403 four-eyes-required'],
    ['the administrator who wrote it, once somebody else has approved', ADMIN, SECOND, ADMIN, 'done'],
  ] as const)
    it(`${expected === 'done' ? 'lets' : 'does not let'} ${what} deploy`, async () => {
      // given
      const id = await aDraft(author);
      await submit(id, author);
      await review(id, reviewer);
      const before = await deployments();

      // when
      const answer = await deploy(id, deployer);

      // then
      expect(outcome(answer)).to.equal(expected);
      expect((await deployments()) - before).to.equal(expected === 'done' ? 1 : 0);
    });

  it('deploys nothing that nobody approved', async () => {
    // given
    const open = await aDraft();
    const handed = await aDraft();
    await submit(handed);

    // then
    expect(outcome(await deploy(open))).to.equal('409 release-state-conflict');
    expect(outcome(await deploy(handed))).to.equal('409 release-state-conflict');
    expect(
      outcome(await post('/process-definitions', { files: [{ name: FILE, content: running }] }, ADMIN)),
    ).to.equal('400 invalid-input');
  });

  it('binds the approval to what was seen', async () => {
    // given
    const id = await approved();
    const other = [{ name: FILE, sha256: 'a'.repeat(64) }];

    // then
    expect(outcome(await deploy(id, ADMIN, other))).to.equal('409 draft-changed-since-seen');
  });

  it('lets an approval lapse when a file is not what was approved', async () => {
    // given
    const id = await approved();
    await database
      .db('process_draft_files')
      .where({ draft_id: id })
      .update({ sha256: 'b'.repeat(64) });
    const handed = (await releaseOf(id)).files.map(({ name, sha256 }: Seen[number]) => ({ name, sha256 }));

    // when
    const answer = await deploy(id, ADMIN, handed);

    // then
    expect(outcome(answer)).to.equal('409 approval-lapsed');
    expect(await stateOf(id)).to.equal('open');
    expect((await releaseOf(id)).state).to.equal('lapsed');
  });

  it('gives back with a reason only, and opens the draft again', async () => {
    // given
    const id = await aDraft();
    await submit(id);

    // when
    const silent = await review(id, SECOND, { decision: 'return' });
    const said = await review(id, SECOND, { decision: 'return', reason: 'نام گام روشن نیست' });

    // then
    expect([silent, said].map(outcome)).to.deep.equal(['422 reason-required', 'done']);
    expect(await stateOf(id)).to.equal('open');
    expect(await releaseOf(id)).to.include({ state: 'returned', reviewReason: 'نام گام روشن نیست' });
    expect(outcome(await submit(id))).to.equal('done');
  });

  it('is judged anew after it was taken back', async () => {
    // given
    const id = await approved();

    // when
    const back = await post(`/drafts/${id}/take-back`, undefined, AUTHOR);

    // then
    expect(outcome(back)).to.equal('done');
    expect(await stateOf(id)).to.equal('open');
    expect(outcome(await deploy(id))).to.equal('409 release-state-conflict');
  });

  it('is not deployed over what somebody else deployed meanwhile, until it is brought up to date', async () => {
    // given
    const mine = await approved();
    const theirs = await anApprovedDraft(database.db, { [FILE]: changed() });
    expect(outcome(await deploy(theirs.draftId, ADMIN, theirs.files))).to.equal('done');
    const before = await deployments();

    // when
    const answer = await deploy(mine);

    // then
    expect(outcome(answer)).to.equal('409 base-outdated');
    expect(answer.body.files).to.deep.equal([FILE]);
    expect(await deployments()).to.equal(before);
    await post(`/drafts/${mine}/take-back`, undefined, AUTHOR);
    const file = await get(`/api/drafts/${mine}/files/${FILE}`);
    const { files } = await get(`/api/drafts/${mine}/release`);
    await call(
      'PUT',
      `/api/drafts/${mine}/files/${FILE}`,
      { content: file.content, expectedVersion: file.version, seenRunning: files[0].runningSha256 },
      { as: AUTHOR },
    );
    expect([await submit(mine), await review(mine), await deploy(mine)].map(outcome)).to.deep.equal([
      'done',
      'done',
      'done',
    ]);
  });

  it('leaves nothing when the rules refuse at deployment, and says why', async () => {
    // given
    const key = 'transfer';
    const { draftId, files } = await anApprovedDraft(database.db, {
      [FILE]: running.replace(/candidateGroups="[^"]*"/, 'candidateGroups="fire-brigade"'),
      'forms/transfer/test-extra.json': '{}',
    });
    const before = await get(`/api/process-definitions/${key}/files`);

    // when
    const answer = await deploy(draftId, ADMIN, files);

    // then
    expect(outcome(answer)).to.equal('422 deployment-refused');
    expect(await get(`/api/process-definitions/${key}/files`)).to.deep.equal(before);
    const release = await releaseOf(draftId);
    expect(release.state).to.equal('approved');
    expect(release.failure).to.include({ code: 'deployment-refused' });
  });

  it('answers a second deployment with the first', async () => {
    // given
    const id = await approved();
    const files = await seenIn(id);
    const first = await deploy(id, ADMIN, files);
    const before = await deployments();

    // when
    const again = await deploy(id, ADMIN, files);

    // then
    expect(again.status).to.equal(201);
    expect(again.body.id).to.equal(first.body.id);
    expect(await deployments()).to.equal(before);
  });

  it('deploys at its time, once, with two nodes and after nobody was up', async () => {
    // given
    const id = await approved();
    const before = await deployments();
    expect(outcome(await schedule(id, new Date(engineClock.now().getTime() + 3_600_000)))).to.equal('done');
    expect(await stateOf(id)).to.equal('scheduled');
    await api.close();
    await database
      .db('process_releases')
      .where({ draft_id: id })
      .update({ scheduled_for: new Date(engineClock.now().getTime() - 7_200_000) });
    await makeDue();

    // when
    const nodes = await Promise.all([
      startApi({ database }),
      startApi({ database, config: { ENGINE_RECORDS_PORT: 0 } }),
    ]);
    api = nodes[0];
    call = createCaller(api.url);
    await eventually(async () => (await stateOf(id)) === 'deployed' || undefined);
    await nodes[1].close();

    // then
    expect(await deployments()).to.equal(before + 1);
    expect(await releaseOf(id)).to.include({ state: 'deployed', deployedBy: ADMIN });
  });

  it('is checked again at its time: what moved meanwhile stays out and says why', async () => {
    // given
    const id = await approved();
    await schedule(id, new Date(engineClock.now().getTime() + 3_600_000));
    const theirs = await anApprovedDraft(database.db, { [FILE]: changed() });
    await deploy(theirs.draftId, ADMIN, theirs.files);
    const before = await deployments();

    // when
    await database
      .db('process_releases')
      .where({ draft_id: id })
      .update({ scheduled_for: new Date(engineClock.now().getTime() - 1000) });
    await makeDue();
    await database.db.raw(`select pg_notify('jobs:insert', '{"r":1,"count":1}')`);
    await eventually(async () => (await stateOf(id)) === 'approved' || undefined);

    // then
    expect((await releaseOf(id)).failure).to.include({ code: 'base-outdated' });
    expect(await deployments()).to.equal(before);
  });

  it('can be called off, and a time has to be ahead', async () => {
    // given
    const id = await approved();
    const past = await schedule(id, new Date(engineClock.now().getTime() - 1000));
    await schedule(id, new Date(engineClock.now().getTime() + 3_600_000));

    // when
    const off = await post(`/drafts/${id}/call-off`, undefined, ADMIN);

    // then
    expect(outcome(past)).to.equal('422 not-in-future');
    expect(outcome(off)).to.equal('done');
    expect(await stateOf(id)).to.equal('approved');
    expect(outcome(await post(`/drafts/${id}/call-off`, undefined, SECOND))).to.equal('403 not-allowed');
  });

  it('brings an old version back as a draft', async () => {
    // given
    const versions = await get('/api/process-definitions/transfer/versions');
    const { version } = versions.items.at(-1);
    const path = `/process-definitions/transfer/versions/${version}`;
    const old = (await get(`/api${path}`)).files.find(({ name }: { name: string }) => name === FILE);
    const newer = await aDraft();
    await submit(newer);
    await review(newer);
    await deploy(newer);

    // when
    const { status, body } = await post(`${path}/restore`, { title: 'بازگشت', files: [FILE] }, AUTHOR);

    // then
    expect(status).to.equal(201);
    expect((await get(`/api/drafts/${body.draftId}/files/${FILE}`)).content).to.equal(old.content);
    expect((await seenIn(body.draftId)).map(({ name }) => name)).to.deep.equal([FILE]);
  });

  it('shows the reviewer the test run of exactly these files, and which steps none went through', async () => {
    // given
    const id = await aDraft();
    expect(await testRunsOf(id)).to.deep.include({ last: null, earlier: null, runs: 0, missed: [] });
    const run = await tried(id);

    // when
    const testRuns = await testRunsOf(id);

    // then
    expect(testRuns).to.deep.include({ earlier: null, runs: 1 });
    expect(testRuns.last).to.include({ id: run, by: AUTHOR });
    const idsOf = (steps: { elementId: string }[]) => steps.map(({ elementId }) => elementId);
    expect(idsOf(testRuns.last.path)).to.include.members(['Task_OfferTransfer', 'Task_AcceptTransfer']);
    const passed = new Set(idsOf(testRuns.last.path));
    expect(testRuns.missed.length + [...passed].filter((step) => step.startsWith('Task_')).length).to.equal(
      testRuns.steps,
    );
    expect(idsOf(testRuns.missed).filter((step) => passed.has(step))).to.deep.equal([]);
  });

  it('says after a change that this was not tried, and hands it in and approves it all the same', async () => {
    // given
    const id = await aDraft();
    const run = await tried(id);
    await save(id, changed(), AUTHOR, 1);

    // when
    const testRuns = await testRunsOf(id);
    const answers = [await submit(id), await review(id)].map(outcome);

    // then
    expect(testRuns).to.deep.include({ last: null, runs: 0 });
    expect(testRuns.earlier).to.include({ id: run, by: AUTHOR });
    expect(answers).to.deep.equal(['done', 'done']);
  });

  it('keeps in the audit log with which test run a draft was handed in and approved', async () => {
    // given
    const id = await aDraft();
    const run = await tried(id);

    // when
    await submit(id);
    await review(id);

    // then
    const entries = await audit((await releaseOf(id)).id);
    expect(entries.map(({ action, details }) => [action, details.testRun])).to.deep.equal([
      ['release.submitted', run],
      ['release.approved', run],
    ]);
  });
});
