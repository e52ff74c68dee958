import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { auditLog } from '#api/modules/audit/index.ts';
import { type Drafts, processDraftsModule } from '#api/modules/process-drafts/index.ts';
import { countRunning } from '#api/modules/process-instances/index.ts';
import { systemClock } from '#api/platform/clock.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';
import { sandbox } from '#tests/support/fixtures/sandbox.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { ANALYST, SECOND_ANALYST, withDrafts } from './with-drafts.ts';

const DIAGRAM = 'road-defect.bpmn';
const FORM = 'forms/road-defect/inspect.json';
const roadDefect = readText(`processes/road-defect/${DIAGRAM}`);
const marked = (mark: string) => `${roadDefect}<!-- ${mark} -->`;

describe('drafts of processes', () => {
  const harness = useFixture(withDrafts, (opened) => opened.close());
  let drafts: Drafts;

  before(() => {
    drafts = processDraftsModule({
      db: harness.database.db,
      clock: systemClock,
      audit: auditLog({ db: harness.database.db, clock: systemClock }),
      definitions: {} as never,
      sandbox,
      jobTypes: () => [],
      countRunning: countRunning({ db: harness.database.db, confidentialProcesses: async () => new Set() }),
    }).drafts;
  });

  const get = (path: string, as = ANALYST) => harness.call('GET', `/api${path}`, undefined, { as });

  it('hold everything that belongs to the process, as it runs', async () => {
    // when
    const id = await harness.draftOf('road-defect');
    const { body } = await get(`/drafts/${id}`);

    // then
    expect(body).to.include({ processKey: 'road-defect', state: 'open', createdBy: ANALYST });
    expect(body.name.en).to.be.a('string');
    const names = (body.files as { name: string }[]).map(({ name }) => name);
    expect(names).to.include.members([
      DIAGRAM,
      FORM,
      'escalate.bpmn',
      'transfer.bpmn',
      'forms/transfer/accept.json',
    ]);
    expect(names).not.to.include('staff-complaint.bpmn');
    expect(new Set((body.files as { change: string }[]).map(({ change }) => change))).to.deep.equal(
      new Set(['none']),
    );
  });

  it('keep a file, count its versions, and change nothing that runs', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const first = await harness.save(id, DIAGRAM, marked('a'), 0);
    const second = await harness.save(id, DIAGRAM, marked('b'), 1);

    // then
    expect([first.body.version, second.body.version]).to.deep.equal([1, 2]);
    expect((await harness.read(id, DIAGRAM)).body.content).to.equal(marked('b'));
    expect((await get(`/processes/road-defect/files/${DIAGRAM}`)).body.content).to.equal(roadDefect);
    const changes = await drafts.changes(id);
    expect(changes).to.have.length(1);
    expect(changes[0]).to.include({
      name: DIAGRAM,
      content: marked('b'),
      base: roadDefect,
      running: roadDefect,
    });
    expect((await drafts.files(id)).find(({ name }) => name === DIAGRAM)?.content).to.equal(marked('b'));
    expect(await drafts.authors(id)).to.deep.equal([ANALYST]);
  });

  it('make no new version of the same content, also when it is sent again after a lost answer', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const answers = [
      await harness.save(id, DIAGRAM, marked('a'), 0),
      await harness.save(id, DIAGRAM, marked('a'), 0),
      await harness.save(id, DIAGRAM, marked('a'), 1),
    ];

    // then
    expect(answers.map(({ status, body }) => [status, body.version])).to.deep.equal([
      [200, 1],
      [200, 1],
      [200, 1],
    ]);
    expect((await get(`/drafts/${id}/revisions`)).body.items).to.have.length(1);
  });

  it('let two people change the same file one after the other only', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const answers = await Promise.all([
      harness.save(id, DIAGRAM, marked('mine'), 0),
      harness.save(id, DIAGRAM, marked('yours'), 0, { as: SECOND_ANALYST }),
    ]);

    // then
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    const loser = answers.find(({ status }) => status === 409)?.body;
    expect(loser).to.include({ code: 'version-conflict', version: 1 });
    expect(loser.savedBy).to.be.oneOf([ANALYST, SECOND_ANALYST]);
    expect((await get(`/drafts/${id}/revisions`)).body.items).to.have.length(1);
  });

  it('bring every state of a file back', async () => {
    // given
    const id = await harness.draftOf('road-defect');
    for (const [at, mark] of ['a', 'b', 'c'].entries()) await harness.save(id, DIAGRAM, marked(mark), at);
    const { items } = (await get(`/drafts/${id}/revisions?file=${DIAGRAM}`)).body;

    // when
    const restored = await harness.call(
      'POST',
      `/api/drafts/${id}/revisions/${items[2].id}/restore`,
      { expectedVersion: 3 },
      { as: SECOND_ANALYST },
    );

    // then
    expect(items.map(({ version }: { version: number }) => version)).to.deep.equal([3, 2, 1]);
    expect((await get(`/drafts/${id}/revisions/${items[1].id}`)).body.content).to.equal(marked('b'));
    expect(restored.body).to.include({ version: 4, savedBy: SECOND_ANALYST });
    expect((await harness.read(id, DIAGRAM)).body.content).to.equal(marked('a'));
    expect(await drafts.authors(id)).to.deep.equal([ANALYST, SECOND_ANALYST]);
  });

  it('keep a file that cannot be read, and say why it cannot', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const { status, body } = await harness.save(id, DIAGRAM, roadDefect.slice(0, 5_000), 0);

    // then
    expect(status).to.equal(200);
    expect(body.findings.map(({ rule }: { rule: string }) => rule)).to.deep.equal(['readable']);
    expect((await harness.read(id, DIAGRAM)).body.content).to.have.length(5_000);
  });

  it('tell what the rules say, as at the deployment', async () => {
    // given
    const id = await harness.draftOf('road-defect');
    const broken = roadDefect.replace(
      'externalReference="road-defect/inspect"',
      'externalReference="road-defect/new"',
    );
    await harness.save(id, DIAGRAM, broken, 0);
    const check = async () =>
      (await harness.call('POST', `/api/drafts/${id}/check`, undefined, { as: ANALYST })).body;

    // when
    const before = await check();
    await harness.save(id, 'forms/road-defect/new.json', readText(FORM), 0);
    const after = await check();

    // then
    expect(before.errors.map(({ rule }: { rule: string }) => rule)).to.deep.equal(['known-form']);
    expect(after.errors).to.deep.equal([]);
    const { forms } = (await get(`/modelling?draftId=${id}`)).body;
    expect(forms.map(({ key }: { key: string }) => key)).to.include('road-defect/new');
  });

  it('say which diagram that stays would break when a form goes', async () => {
    // given
    const id = await harness.draftOf('road-defect');
    await harness.call('DELETE', `/api/drafts/${id}/files/${FORM}?expectedVersion=0`, undefined, {
      as: ANALYST,
    });

    // when
    const { body } = await harness.call('POST', `/api/drafts/${id}/check`, undefined, { as: ANALYST });

    // then
    expect(
      new Set(body.errors.map(({ file, rule }: { file: string; rule: string }) => `${file} ${rule}`)),
    ).to.deep.equal(new Set([`${DIAGRAM} known-form`]));
    const kept = (await get(`/drafts/${id}`)).body.files.find(({ name }: { name: string }) => name === FORM);
    expect(kept).to.include({ change: 'removed', version: 1, sha256: null });
  });

  it('take no diagram away that runs', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const path = `/api/drafts/${id}/files/${DIAGRAM}?expectedVersion=0`;
    const { status, body } = await harness.call('DELETE', path, undefined, { as: ANALYST });

    // then
    expect([status, body.code]).to.deep.equal([422, 'diagram-not-removable']);
  });

  it('begin a new process that breaks no rule, and none that is there', async () => {
    // given
    const name = { fa: 'بازدید «پل» & راه', en: 'Inspect <bridges> & "roads"' };
    const begin = (processKey: string, newProcess?: object) =>
      harness.call('POST', '/api/drafts', { processKey, title: 'نو', newProcess }, { as: ANALYST });

    // when
    const made = await begin('bridge-inspection', name);

    // then
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    expect(made.body.files).to.have.length(1);
    expect(made.body.files[0]).to.include({ name: 'bridge-inspection.bpmn', change: 'added' });
    const path = `/api/drafts/${made.body.id}/check`;
    expect((await harness.call('POST', path, undefined, { as: ANALYST })).body.errors).to.deep.equal([]);
    expect((await begin('road-defect', name)).body.code).to.equal('process-exists');
    expect((await begin('nothing-here')).body.code).to.equal('process-not-found');
    expect((await begin('scratch-0123456789abcdef-x', name)).body.code).to.equal('process-not-found');
    expect((await begin('constructor', name)).body.code).to.equal('process-not-found');
  });

  it('are made once by the same id', async () => {
    // given
    const draft = { id: randomUUID(), processKey: 'transfer', title: 'یک بار' };

    // when
    const answers = [
      await harness.call('POST', '/api/drafts', draft, { as: ANALYST }),
      await harness.call('POST', '/api/drafts', draft, { as: ANALYST }),
    ];

    // then
    expect(answers.map(({ status, body }) => [status, body.id])).to.deep.equal([
      [201, draft.id],
      [201, draft.id],
    ]);
    expect((await get('/drafts?processKey=transfer')).body.items).to.have.length(1);
  });

  it('stand still while they are reviewed, but for what people say about them', async () => {
    // given
    const id = await harness.draftOf('road-defect');
    await harness.save(id, DIAGRAM, marked('a'), 0);
    const { items } = (await get(`/drafts/${id}/revisions`)).body;

    // when
    await harness.database.db.transaction((tx) =>
      drafts.setState(tx, id, { from: 'open', to: 'in-review', by: ANALYST }),
    );

    // then
    const answers = [
      await harness.save(id, DIAGRAM, marked('b'), 1),
      await harness.call('DELETE', `/api/drafts/${id}/files/${FORM}?expectedVersion=0`, undefined, {
        as: ANALYST,
      }),
      await harness.importing(id, DIAGRAM, roadDefect),
      await harness.call(
        'POST',
        `/api/drafts/${id}/revisions/${items[0].id}/restore`,
        { expectedVersion: 1 },
        { as: ANALYST },
      ),
      await harness.call('POST', `/api/drafts/${id}/discard`, undefined, { as: ANALYST }),
    ];
    expect(new Set(answers.map(({ body }) => body.code))).to.deep.equal(new Set(['draft-not-open']));
    const comment = { file: DIAGRAM, elementId: null, text: 'چرا؟' };
    expect(
      (await harness.call('POST', `/api/drafts/${id}/comments`, comment, { as: SECOND_ANALYST })).status,
    ).to.equal(201);
  });

  it('move on from where they stand only', async () => {
    // given
    const id = await harness.draftOf('road-defect');

    // when
    const refused = await harness.database.db
      .transaction((tx) =>
        drafts.setState(tx, id, { from: ['approved', 'scheduled'], to: 'deployed', by: null }),
      )
      .catch((error: { code: string }) => error.code);

    // then
    expect(refused).to.equal('version-conflict');
    expect((await drafts.get(id)).state).to.equal('open');
  });

  it('carry comments on elements, which are settled and opened again', async () => {
    // given
    const id = await harness.draftOf('road-defect');
    const comment = { id: randomUUID(), file: DIAGRAM, elementId: 'Task_Inspect', text: 'این گام لازم است؟' };
    const write = () => harness.call('POST', `/api/drafts/${id}/comments`, comment, { as: ANALYST });
    await write();
    await write();

    // when
    const path = `/api/drafts/${id}/comments/${comment.id}`;
    const settled = await harness.call('PATCH', path, { resolved: true }, { as: SECOND_ANALYST });

    // then
    expect(settled.body).to.include({
      resolvedBy: SECOND_ANALYST,
      writtenBy: ANALYST,
      elementId: 'Task_Inspect',
    });
    expect((await get(`/drafts/${id}/comments`)).body.items).to.have.length(1);
    expect(
      (await harness.call('PATCH', path, { resolved: false }, { as: ANALYST })).body.resolvedBy,
    ).to.equal(null);
  });

  it('tell who else is there, and what was saved meanwhile', async () => {
    // given
    const id = await harness.draftOf('road-defect');
    const [mine, theirs] = [randomUUID(), randomUUID()];
    const show = (client: string, as: string, file: string | null) =>
      harness.call('PUT', `/api/drafts/${id}/presence/${client}`, { file, elementId: null }, { as });
    await show(theirs, SECOND_ANALYST, FORM);
    await harness.save(id, FORM, readText(FORM).replace('"variables"', ' "variables"'), 0, {
      as: SECOND_ANALYST,
    });

    // when
    const { body } = await show(mine, ANALYST, DIAGRAM);
    await harness.call('DELETE', `/api/drafts/${id}/presence/${theirs}`, undefined, { as: SECOND_ANALYST });
    const later = (await show(mine, ANALYST, DIAGRAM)).body;

    // then
    const people = (given: { people: { username: string; file: string }[] }) =>
      given.people.map(({ username, file }) => `${username} ${file}`).sort();
    expect(people(body)).to.deep.equal([`${SECOND_ANALYST} ${FORM}`, `${ANALYST} ${DIAGRAM}`].sort());
    expect(body.files).to.have.length(1);
    expect(body.files[0]).to.include({ name: FORM, version: 1, savedBy: SECOND_ANALYST });
    expect(people(later)).to.deep.equal([`${ANALYST} ${DIAGRAM}`]);
  });

  it('are for analysts and administrators; an analyst deploys nothing', async () => {
    // given
    const id = await harness.draftOf('road-defect');
    const paths: [method: string, path: string, body?: object][] = [
      ['GET', '/api/processes'],
      ['GET', '/api/drafts'],
      ['GET', `/api/drafts/${id}`],
      ['GET', `/api/drafts/${id}/files/${DIAGRAM}`],
      ['POST', '/api/drafts', { processKey: 'road-defect', title: 'x' }],
      ['PUT', `/api/drafts/${id}/files/${DIAGRAM}`, { content: '<a />', expectedVersion: 0 }],
      ['POST', `/api/drafts/${id}/imports`, { fileName: 'a.bpmn', content: '<a />', expectedVersion: 0 }],
      ['POST', `/api/drafts/${id}/check`],
      ['POST', `/api/drafts/${id}/discard`],
      ['GET', `/api/drafts/${id}/comments`],
      ['GET', `/api/drafts/${id}/revisions`],
    ];

    // then
    for (const [method, path, body] of paths)
      for (const as of ['caseworker.rmto', 'supervisor.rmto'])
        expect((await harness.call(method, path, body, { as })).status, `${as} ${method} ${path}`).to.equal(
          403,
        );
    expect((await get('/processes')).status).to.equal(200);
    expect((await get('/processes', 'admin')).status).to.equal(200);
    const files = [{ name: DIAGRAM, content: roadDefect }];
    expect(
      (await harness.call('POST', '/api/process-definitions', { files }, { as: ANALYST })).status,
    ).to.equal(403);
  });

  it('stand in the list of processes beside what runs', async () => {
    // given
    const id = await harness.draftOf('housing-inquiry');

    // when
    const { body } = await get('/processes');

    // then
    const found = body.items.find(
      ({ processKey }: { processKey: string }) => processKey === 'housing-inquiry',
    );
    const latest = await harness.database
      .db('process_definitions')
      .where('process_key', 'housing-inquiry')
      .max({ version: 'version' })
      .first();
    expect(found.running).to.include({ version: Number(latest?.version), deployedBy: null });
    expect(found.drafts).to.deep.equal([{ id, title: 'آزمون', state: 'open' }]);
    expect(found.files).to.include('forms/housing-inquiry/examine.json');
    expect(found.name.fa).to.match(/[\u0600-\u06ff]/);
  });

  it('stand in the audit log with the hash of what was saved', async () => {
    // given
    const id = await harness.draftOf('road-defect');
    const { body } = await harness.save(id, DIAGRAM, marked('logged'), 0);

    // when
    const rows = await harness.database
      .db('audit_log')
      .where({ object_kind: 'draft', object_id: id })
      .orderBy('seq');

    // then
    expect(rows.map(({ action, actor }) => `${actor} ${action}`)).to.deep.equal([
      `${ANALYST} draft.created`,
      `${ANALYST} draft.saved`,
    ]);
    expect(rows[1].details).to.include({ file: DIAGRAM, sha256: body.sha256 });
  });
});
