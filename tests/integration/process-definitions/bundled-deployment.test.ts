import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { EngineRejected, type EngineResource, EngineUnavailable } from '#api/engine/index.ts';
import { auditLog } from '#api/modules/audit/index.ts';
import { processDefinitionsRepo } from '#api/modules/process-definitions/process-definitions.repo.ts';
import { processDefinitionsService } from '#api/modules/process-definitions/process-definitions.service.ts';
import { systemClock } from '#api/platform/clock.ts';
import { openLog } from '#api/platform/log.ts';
import type { ProcessFile } from '#common/contract/index.ts';
import { fixtureContext } from '#common/process-files/testing/fixture-context.ts';
import { fixture } from '#common/process-files/testing/rule-spec.ts';
import { startApi } from '#tests/support/api.ts';
import { createCaller } from '#tests/support/api-caller.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';
import { anApprovedDraft } from '#tests/support/fixtures/approved-draft.ts';
import { sandbox } from '#tests/support/fixtures/sandbox.ts';
import { eventually } from '#tests/support/wait.ts';

const inspection = (mark: string): ProcessFile => ({
  name: 'inspection.bpmn',
  content: `${fixture('known-job-type', 'right')}<!-- ${mark} -->`,
});

describe('what the product brings at its start', () => {
  let database: TestDatabase;
  let own: ProcessFile[];
  let sent: EngineResource[][];
  let engine: 'works' | 'refuses' | 'is away' | 'does not answer';

  const versions = new Map<string, number>();
  const commands = {
    async deploy(resources: readonly EngineResource[]) {
      if (engine === 'refuses') throw new EngineRejected('no');
      if (engine === 'is away') throw new EngineUnavailable('away', { uncertain: false });
      sent.push([...resources]);
      if (engine === 'does not answer') throw new EngineUnavailable('no answer', { uncertain: true });
      return resources.map(({ name, content }) => {
        const version = versions.get(content.toString()) ?? versions.size + 1;
        versions.set(content.toString(), version);
        return { key: String(7000 + version), processKey: 'inspection', version, resourceName: name };
      });
    },
  };

  const aNode = () =>
    processDefinitionsService({
      repo: processDefinitionsRepo(database.db, auditLog({ db: database.db, clock: systemClock })),
      commands,
      checks: sandbox,
      ownFiles: async () => own,
      surroundings: async () => ({
        ...fixtureContext,
        jobTypes: [...fixtureContext.jobTypes],
        regions: ['tehran'],
        priorities: ['normal'],
      }),
      clock: systemClock,
      log: openLog('silent'),
    });

  const deploy = async (file: ProcessFile) => {
    const { releaseId } = await anApprovedDraft(database.db, { [file.name]: file.content });
    return aNode().deployRelease({ by: 'admin', releaseId }, async () => ({ files: [file], removed: [] }));
  };
  const results = async () =>
    (await database.db('process_deployments').orderBy('id')).map(
      ({ deployed_by, result }) => `${deployed_by ?? 'the product'}: ${result}`,
    );

  const outcomeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: Error) => error.constructor.name,
    );

  beforeEach(async () => {
    database = await aDatabase();
    own = [inspection('first')];
    sent = [];
    engine = 'works';
    versions.clear();
  });

  afterEach(() => database.drop());

  it('is deployed once, however often nodes start', async () => {
    // when
    const first = await aNode().deployBundled();
    const again = await aNode().deployBundled();

    // then
    expect([first, again].map((definitions) => definitions.length)).to.deep.equal([1, 0]);
    expect(sent).to.have.length(1);
    expect(await results()).to.deep.equal(['the product: deployed']);
  });

  it('does not overwrite what an administrator deployed since', async () => {
    // given
    await aNode().deployBundled();
    await deploy(inspection('of the administrator'));

    // when
    await aNode().deployBundled();

    // then
    expect(sent.map(([file]) => /<!-- (.*) -->$/.exec(String(file?.content))?.[1])).to.deep.equal([
      'first',
      'of the administrator',
    ]);
  });

  it('comes when the product brings a new file', async () => {
    // given
    await aNode().deployBundled();
    own = [inspection('of a newer product')];

    // when
    await aNode().deployBundled();

    // then
    expect(sent).to.have.length(2);
  });

  it('is checked as everything else, and its refusal is written down once', async () => {
    // given
    own = [{ name: 'inspection.bpmn', content: fixture('known-job-type', 'wrong') }];

    // when
    const outcomes = [await outcomeOf(aNode().deployBundled()), await outcomeOf(aNode().deployBundled())];

    // then
    expect(outcomes).to.deep.equal(['EngineRejected', 'EngineRejected']);
    expect(sent).to.be.empty;
    expect(await results()).to.deep.equal(['the product: refused']);
  });

  it('comes later when the engine is away', async () => {
    // given
    engine = 'is away';
    const away = await outcomeOf(aNode().deployBundled());

    // when
    engine = 'works';
    const back = await outcomeOf(aNode().deployBundled());

    // then
    expect([away, back]).to.deep.equal(['EngineUnavailable', 'done']);
    expect(await results()).to.deep.equal(['the product: failed', 'the product: deployed']);
  });

  it('is brought to its end before anything newer when nobody knows how it ended', async () => {
    // given
    await aNode().deployBundled();
    engine = 'does not answer';
    const unknown = await outcomeOf(deploy(inspection('unknown')));
    const between = await results();

    // when
    engine = 'works';
    await deploy(inspection('newer'));

    // then
    expect(unknown).to.equal('EngineUnavailableProblem');
    expect(between).to.deep.equal(['the product: deployed', 'admin: begun']);
    expect(await results()).to.deep.equal(['the product: deployed', 'admin: deployed', 'admin: deployed']);
    expect(sent.map(([file]) => /<!-- (.*) -->$/.exec(String(file?.content))?.[1])).to.deep.equal([
      'first',
      'unknown',
      'unknown',
      'newer',
    ]);
  });

  it('tells the administrator what the engine itself refuses', async () => {
    // given
    engine = 'refuses';

    // then
    expect(await outcomeOf(deploy(inspection('any')))).to.equal('DeploymentRefused');
    expect(await results()).to.deep.equal(['admin: failed']);
  });

  it('stays as the administrator changed it when the real api starts again', async () => {
    // given
    const key = 'citizen-request';
    const newest = () =>
      database.db('process_definitions').where({ process_key: key }).orderBy('version', 'desc').first();
    const changed = `${readText(`processes/${key}/${key}.bpmn`)}<!-- changed ${Date.now()} -->`;
    const first = await startApi({ database });
    await eventually(async () => database.db('process_deployments').where({ result: 'deployed' }).first());
    const before = await newest();
    const { draftId, files } = await anApprovedDraft(database.db, { [`${key}.bpmn`]: changed });
    const answer = await createCaller(first.url)(
      'POST',
      '/api/process-definitions',
      { draftId, files },
      { as: 'admin' },
    );
    await first.close();

    // when
    const second = await startApi({ database });
    const ready = async () => {
      const { body } = await createCaller(second.operationsUrl)('GET', '/readyz');
      return JSON.stringify(body).includes('"deployed":true') || undefined;
    };
    await eventually(ready).finally(() => second.close());

    // then
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    expect((await newest()).version).to.equal(before.version + 1);
    expect(await results()).to.deep.equal(['the product: deployed', 'admin: deployed']);
  });
});
