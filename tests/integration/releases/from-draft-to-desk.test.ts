import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type {
  CheckedFiles,
  Draft,
  DraftRelease,
  FiledRequest,
  SavedDraftFile,
  TestRun,
} from '#common/contract/index.ts';
import { migrationsAt, type Migrations } from '#tests/support/instance-migration.ts';
import { openOffice, type Office } from '#tests/support/office.ts';
import { SECOND_LOOK, SECOND_LOOK_FORM, secondLookForm, withSecondLook } from '#tests/support/second-look.ts';
import { eventually } from '#tests/support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const CASES = 10;
const PATIENCE = { timeout: 90_000 };

describe('a step that an analyst adds', function () {
  this.timeout(300_000);
  let office: Office;
  let migrations: Migrations;
  let requests: FiledRequest[];
  let draft: Draft;

  const call = <T>(by: string, method: string, path: string, body?: object) =>
    office.people.call<T>(method, path, body, { by });
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
    office = await openOffice();
    migrations = migrationsAt(office);
    requests = await Promise.all(
      Array.from({ length: CASES }, () => office.file({ service: 'road-damage' })),
    );
    await migrations.known(requests);
    draft = await ask('analyst', 'POST', '/drafts', { processKey: 'road-defect', title: 'نگاه دوم' });
  });

  after(() => office?.close());

  it('is stopped by a rule while its form is missing', async () => {
    // given
    await save('road-defect.bpmn', withSecondLook({ form: false }), 0);
    // when
    const { errors } = await check();
    // then
    expect(errors.map(({ elementId }) => elementId)).to.include(SECOND_LOOK);
  });

  it('passes the rules once it has one', async () => {
    // given
    await save('road-defect.bpmn', withSecondLook({ form: true }), 1);
    await save(SECOND_LOOK_FORM, secondLookForm, 0);
    // when
    const { errors } = await check();
    // then
    expect(errors).to.deep.equal([]);
  });

  it('is taken on the way of a test run, which reaches the end and touches no desk', async () => {
    // given
    const tasks = () => office.database.db('tasks').count('* as n').first();
    const before = await tasks();
    const path = `/drafts/${draft.id}/test-runs`;
    const plan = await ask<{ example: object }>('analyst', 'GET', `${path}/plan`);
    const { id } = await ask<TestRun>('analyst', 'POST', path, { variables: plan.example, fast: true });
    // when
    const run = await eventually(async () => {
      const now = await ask<TestRun>('analyst', 'GET', `/test-runs/${id}`);
      return now.state === 'ended' ? now : undefined;
    }, PATIENCE);
    // then
    expect(run).to.include({ result: 'completed', upToDate: true });
    const [main] = run.instances.filter(({ parentKey }) => parentKey === null);
    expect(main?.elements.find(({ elementId }) => elementId === SECOND_LOOK)).to.include({ done: 1 });
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
    expect(changes.map(({ subject, kind }) => `${kind} ${subject}`)).to.include(`added ${SECOND_LOOK}`);
  });

  it('reaches the ten cases that are moved to it, and the caseworker finds it with its form', async () => {
    // given
    const version = await eventually(async () => {
      const row = await office.database
        .db('process_definitions')
        .where({ process_key: 'road-defect' })
        .orderBy('version', 'desc')
        .first();
      return row?.version > 1 ? Number(row.version) : undefined;
    }, PATIENCE);
    const running = (await Promise.all(requests.map(migrations.live)))
      .flat()
      .map(({ instance_key: key }) => String(key));
    const plan = await migrations.plan('road-defect', version);
    // when
    await migrations.start(plan);
    await migrations.finished(plan.id);
    // then
    const moved = (await migrations.items(plan.id)).filter(({ instanceKey }) =>
      running.includes(String(instanceKey)),
    );
    expect(moved.map(({ state }) => state)).to.deep.equal(running.map(() => 'done'));
    expect(running).to.have.lengthOf(CASES);
    for (const request of requests)
      expect((await migrations.live(request)).map((one) => one.version)).to.deep.equal([version]);
    const [request] = requests as [FiledRequest];
    await office.complete(request, 'Task_CheckDanger', TEHRAN, { decision: 'inspect' });
    const task = await office.taskOf(request, SECOND_LOOK, TEHRAN);
    const form = await call<{ title: string }>(TEHRAN, 'GET', `/forms/${task.formKey}`);
    expect([form.status, task.formKey]).to.deep.equal([200, 'road-defect/second-look']);
    await office.complete(request, SECOND_LOOK, TEHRAN, { agreed: true });
    await office.taskOf(request, 'Task_InspectDefect', TEHRAN);
  });
});
