import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type {
  CheckedFiles,
  Draft,
  DraftRelease,
  FiledRequest,
  SavedDraftFile,
  TestRun,
} from '#common/contract/index.ts';
import {
  ADDED_STEP_FORM,
  ADDED_STEP_ID,
  addedStepForm,
  withAddedStep,
} from '#tests/support/fixtures/added-step.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { type MigrationClient, migrationClient } from '#tests/support/instance-migration.ts';
import { eventually } from '#tests/support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const CASES = 10;

describe('a step that an analyst adds', function () {
  this.timeout(300_000);
  const harness = useEngineHarness();
  let migrations: MigrationClient;
  let requests: FiledRequest[];
  let draft: Draft;

  const call = <T>(by: string, method: string, path: string, body?: object) =>
    harness.people.call<T>(method, path, body, { as: by });
  async function ask<T>(by: string, method: string, path: string, body?: object): Promise<T> {
    const answer = await call<T>(by, method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  const save = (name: string, content: string, expectedVersion: number) =>
    ask<SavedDraftFile>('analyst', 'PUT', `/drafts/${draft.id}/files/${name}`, { content, expectedVersion });
  const check = () => ask<CheckedFiles>('analyst', 'POST', `/drafts/${draft.id}/check`);
  const release = (by: string) => ask<DraftRelease>(by, 'GET', `/drafts/${draft.id}/release`);
  const seen = async (by: string) => (await release(by)).files.map(({ name, sha256 }) => ({ name, sha256 }));

  before(async () => {
    migrations = migrationClient(harness);
    requests = await Promise.all(
      Array.from({ length: CASES }, () => harness.file({ service: 'road-damage' })),
    );
    await migrations.waitUntilProjected(requests);
    draft = await ask('analyst', 'POST', '/drafts', { processKey: 'road-defect', title: 'نگاه دوم' });
  });

  it('is stopped by a rule while its form is missing', async () => {
    // given
    await save('road-defect.bpmn', withAddedStep({ form: false }), 0);
    // when
    const { errors } = await check();
    // then
    expect(errors.map(({ elementId }) => elementId)).to.include(ADDED_STEP_ID);
  });

  it('passes the rules once it has one', async () => {
    // given
    await save('road-defect.bpmn', withAddedStep({ form: true }), 1);
    await save(ADDED_STEP_FORM, addedStepForm, 0);
    // when
    const { errors } = await check();
    // then
    expect(errors).to.deep.equal([]);
  });

  it('is taken on the way of a test run, which reaches the end and touches no desk', async () => {
    // given
    const tasks = () => harness.database.db('tasks').count('* as n').first();
    const before = await tasks();
    const path = `/drafts/${draft.id}/test-runs`;
    const plan = await ask<{ example: object }>('analyst', 'GET', `${path}/plan`);
    const { id } = await ask<TestRun>('analyst', 'POST', path, { variables: plan.example, fast: true });
    // when
    const run = await eventually(async () => {
      const now = await ask<TestRun>('analyst', 'GET', `/test-runs/${id}`);
      return now.state === 'ended' ? now : undefined;
    });
    // then
    expect(run).to.include({ result: 'completed', upToDate: true });
    const [main] = run.instances.filter(({ parentKey }) => parentKey === null);
    expect(main?.elements.find(({ elementId }) => elementId === ADDED_STEP_ID)).to.include({ done: 1 });
    expect(await tasks()).to.deep.equal(before);
  });

  it('is told as a change for execution, approved by a second person, and deployed by an admin only', async () => {
    // given
    const path = `/drafts/${draft.id}`;
    const notes = {
      fa: 'پس از بررسی خطر، همکار دیگری هم نگاه می‌کند.',
      en: 'A second look after the check.',
    };
    await ask('analyst', 'POST', `${path}/submit`, { notes, files: await seen('analyst') });
    // when
    const own = await call('analyst', 'POST', `${path}/review`, {
      decision: 'approve',
      files: await seen('analyst'),
    });
    const shown = (await release('analyst.second')).release;
    await ask('analyst.second', 'POST', `${path}/review`, {
      decision: 'approve',
      files: await seen('analyst.second'),
    });
    const order = { draftId: draft.id, files: await seen('admin') };
    const byAnalyst = await call('analyst', 'POST', '/process-definitions', order);
    const byAdmin = await call('admin', 'POST', '/process-definitions', order);
    // then
    expect(own.status).to.equal(403);
    expect(byAnalyst.status).to.equal(403);
    expect(byAdmin.status).to.equal(201);
    const changes = shown?.changes.find(({ name }) => name === 'road-defect.bpmn')?.changes ?? [];
    expect(changes[0]).to.include({ rank: 'execution' });
    expect(changes.map(({ subject, kind }) => `${kind} ${subject}`)).to.include(`added ${ADDED_STEP_ID}`);
  });

  it('reaches the ten cases that are moved to it, and the caseworker finds it with its form', async () => {
    // given
    const version = await eventually(async () => {
      const row = await harness.database
        .db('process_definitions')
        .where({ process_key: 'road-defect' })
        .orderBy('version', 'desc')
        .first();
      return row?.version > 1 ? Number(row.version) : undefined;
    });
    const running = (await Promise.all(requests.map(migrations.liveInstances)))
      .flat()
      .map(({ instance_key: key }) => String(key));
    const plan = await migrations.plan('road-defect', version);
    // when
    await migrations.start(plan);
    await migrations.waitUntilFinished(plan.id);
    // then
    const moved = (await migrations.items(plan.id)).filter(({ instanceKey }) =>
      running.includes(String(instanceKey)),
    );
    expect(moved.map(({ state }) => state)).to.deep.equal(running.map(() => 'done'));
    expect(running).to.have.lengthOf(CASES);
    for (const request of requests)
      expect((await migrations.liveInstances(request)).map((one) => one.version)).to.deep.equal([version]);
    const [request] = requests as [FiledRequest];
    await harness.claimAndComplete(request, 'Task_CheckDanger', TEHRAN, { decision: 'inspect' });
    const task = await harness.taskOf(request, ADDED_STEP_ID, TEHRAN);
    const form = await call<{ title: string }>(TEHRAN, 'GET', `/forms/${task.formKey}`);
    expect([form.status, task.formKey]).to.deep.equal([200, 'road-defect/second-look']);
    await harness.claimAndComplete(request, ADDED_STEP_ID, TEHRAN, { agreed: true });
    await harness.taskOf(request, 'Task_InspectDefect', TEHRAN);
  });
});
