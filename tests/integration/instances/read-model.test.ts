import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { openZeebe, type ZeebeClient } from '#api/engine/zeebe-client.ts';
import { draftsRepo } from '#api/modules/process-drafts/drafts.repo.ts';
import { instanceReads } from '#api/modules/process-instances/batch/instance-reads.ts';
import { liveView } from '#api/modules/process-instances/live.view.ts';
import { caseStateView } from '#api/modules/process-instances/migration/case-state.view.ts';
import { readDeployedVersion } from '#api/modules/process-instances/migration/deployed-version.view.ts';
import { readPositions } from '#api/modules/process-instances/migration/positions.view.ts';
import {
  CONTAINER_ELEMENT_TYPES,
  readActiveTokens,
} from '#api/modules/process-instances/reads/active-tokens.read.ts';
import { countCorrelations, isAwaiting } from '#api/modules/process-instances/reads/awaited-messages.read.ts';
import {
  readDeployedContent,
  readDeployedDiagram,
} from '#api/modules/process-instances/reads/deployed-diagram.read.ts';
import { bilingualName, readElementNames } from '#api/modules/process-instances/reads/element-names.read.ts';
import { readInstanceVariables } from '#api/modules/process-instances/reads/instance-variables.read.ts';
import { readOpenIncidents } from '#api/modules/process-instances/reads/open-incidents.read.ts';
import { requestDiagram } from '#api/modules/process-instances/request-diagram.view.ts';
import { startApi, type TestApi } from '#tests/support/api.ts';
import { type Caller, createCaller } from '#tests/support/api-caller.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { engineClock } from '#tests/support/engine/clock.ts';
import {
  aDiagram,
  boundary,
  callActivity,
  end,
  gateway,
  input,
  message,
  messageEvent,
  multiInstance,
  sequence,
  serviceTask,
  start,
  subprocess,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { environment } from '#tests/support/environment.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { eventually } from '#tests/support/wait.ts';

const [CALLING, CALLED] = ['calling', 'called'].map((name) => `${name}-${randomUUID()}`) as [string, string];

const named = (element: string, fa: string, en?: string): string =>
  element
    .replace(/ id=/, ` name="${fa}" id=`)
    .replace(
      '<bpmn:extensionElements>',
      `<bpmn:extensionElements>${en ? `<zeebe:properties><zeebe:property name="name.en" value="${en}" /></zeebe:properties>` : ''}`,
    );

/** A case that stands everywhere a case can stand at once: at each of several, in a subprocess, in a called
 *  process, behind a boundary event, at a job, and before a subprocess that could not begin. */
const DIAGRAMS = [
  aDiagram(
    CALLING,
    start() +
      gateway('Fork', 'parallel') +
      multiInstance(named(userTask('Ask'), 'پرسش', 'Ask'), 'inputCollection="=bodies" inputElement="body"') +
      subprocess(
        'Sub',
        start('SubStart') +
          named(userTask('Inside'), 'درون') +
          end('SubEnd') +
          sequence('Sub_1', 'SubStart', 'Inside') +
          sequence('Sub_2', 'Inside', 'SubEnd'),
      ) +
      subprocess(
        'Broken',
        start('BrokenStart') + end('BrokenEnd') + sequence('Broken_1', 'BrokenStart', 'BrokenEnd'),
        {
          io: input('=for i in 1..caseId return i', 'x'),
        },
      ) +
      callActivity('Call', CALLED) +
      serviceTask('Work', `nobody-${CALLING}`) +
      boundary('Nudge', 'Work', messageEvent('Message_Nudge'), 'cancelActivity="false"') +
      userTask('Nudged') +
      end(),
    [
      'Start -> Fork',
      'Fork -> Ask',
      'Fork -> Sub',
      'Fork -> Broken',
      'Fork -> Call',
      'Fork -> Work',
      'Nudge -> Nudged',
      'Ask -> End',
      'Sub -> End',
      'Broken -> End',
      'Call -> End',
      'Work -> End',
      'Nudged -> End',
    ],
    message('Message_Nudge', 'nudge', '=caseId'),
  ),
  aDiagram(CALLED, start() + userTask('Reply') + end(), ['Start -> Reply', 'Reply -> End']),
];

describe('the read model of process instances', () => {
  const caseId = randomUUID();
  let database: TestDatabase;
  let api: TestApi;
  let call: Caller;
  let zeebe: ZeebeClient;
  let key: string;
  let called: string;

  const db = () => database.db;

  before(async () => {
    database = await aDatabase();
    api = await startApi({ database });
    call = createCaller(api.url);
    zeebe = openZeebe({ address: environment.zeebeAddress, restUrl: environment.zeebeRestUrl });
    const files = DIAGRAMS.map(({ name, content }) => ({ name, content: Buffer.from(content, 'base64') }));
    await zeebe.commands.deploy(files);
    const [deployment] = await db()('process_deployments')
      .insert({ deployed_at: engineClock.now(), result: 'deployed' })
      .returning('id');
    await db()('process_deployment_files').insert(
      files.map(({ name, content }) => ({
        deployment_id: deployment.id,
        name,
        content: content.toString(),
        sha256: createHash('sha256').update(content).digest('hex'),
      })),
    );
    const variables = { caseId, bodies: ['rmto', 'railways'], answer: null };
    const created = await zeebe.commands.createInstance({ processKey: CALLING, variables });
    key = created.instanceKey;
    await zeebe.commands.publish({
      name: 'nudge',
      correlationKey: caseId,
      messageId: randomUUID(),
      ttlMs: 600_000,
      variables: {},
    });
    called = await eventually(
      async () => {
        const rows = await db()('element_instances').where({ instance_key: key, state: 'active' });
        const [inner] = await db()('process_instances').where({ parent_key: key });
        const replies = await db()('element_instances').where({
          instance_key: inner?.instance_key ?? 0,
          state: 'active',
        });
        const [incident] = await db()('incidents').where({ instance_key: key, state: 'open' });
        const [job] = await db()('jobs').where({ instance_key: key });
        return (
          rows.length >= 9 &&
          rows.some(({ element_id: id }) => id === 'Nudged') &&
          incident &&
          job &&
          replies.length === 1 &&
          (inner.instance_key as string)
        );
      },
      { timeout: 30_000 },
    );
  });

  after(async () => {
    await zeebe.close();
    await api.close();
    await database.drop();
  });

  it('reads tokens', async () => {
    const read = instanceReads(db());
    for (const one of [key, called]) {
      const tokens = await readActiveTokens(db(), [one]);
      const batch = await read.activeTokens(one);
      expect(
        tokens.map(({ element_key, element_id, type }) => ({ element_key, element_id, type })),
      ).to.deep.equal(batch);
      const { body } = await call('GET', `/api/instances?key=${one}`, undefined, { as: 'admin' });
      const list = body.items[0].tokens;
      expect(
        tokens
          .filter(({ type }) => !CONTAINER_ELEMENT_TYPES.includes(type))
          .slice(0, 5)
          .map((t) => ({
            elementKey: t.element_key,
            elementId: t.element_id,
            type: t.type,
            name: bilingualName(t.name_fa, t.name_en, t.element_id),
            since: t.started_at.toISOString(),
          })),
      ).to.deep.equal(list);
      const positions = await readPositions(db(), [one]);
      const leaves = positions.get(one)!.active.filter(({ type }) => !CONTAINER_ELEMENT_TYPES.includes(type));
      expect(leaves.map(({ elementKey }) => elementKey)).to.deep.equal(
        tokens.filter(({ type }) => !CONTAINER_ELEMENT_TYPES.includes(type)).map((t) => t.element_key),
      );
    }
  });

  it('reads diagrams', async () => {
    const definitions = await db()('process_definitions');
    const deps = { db: db(), clock: engineClock, confidentialProcesses: async () => new Set<string>() };
    for (const { process_key: processKey, version, sha256, definition_key } of definitions) {
      const diagram = await readDeployedDiagram(db(), processKey, version);
      if (!diagram?.xml) {
        continue;
      }
      expect(diagram.definitionKey).to.equal(definition_key);
      expect((await readDeployedVersion(db(), processKey, version)).xml).to.equal(diagram.xml);
      expect(await instanceReads(db()).versionDiagram(processKey, version)).to.equal(diagram.xml);
      expect((await liveView(deps).diagram({ processKey, version }))?.xml).to.equal(diagram.xml);
      expect(await draftsRepo(db()).deployedContent(sha256)).to.equal(diagram.xml);
      expect(await readDeployedContent(db(), sha256)).to.equal(diagram.xml);
      expect(createHash('sha256').update(diagram.xml).digest('hex')).to.equal(sha256);
    }
    const { id } = await aRequest(db());
    await db()('process_instances').where({ instance_key: key }).update({ request_id: id });
    const shown: string[] = [];
    const plainDiagram = async (xml: string) => {
      shown.push(xml);
      return { xml, ids: new Map<string, string>() };
    };
    await requestDiagram({ db: db(), plainDiagram: plainDiagram as never })(id);
    expect(shown).to.deep.equal([(await readDeployedDiagram(db(), CALLING, 1))?.xml]);
  });

  it('reads names, variables, incidents, messages', async () => {
    const read = instanceReads(db());
    const definitions = await db()('process_definitions');
    for (const { process_key: processKey, version } of definitions) {
      const names = await readElementNames(db(), processKey, version);
      expect(names).to.deep.equal(await read.elementNames(processKey, version));
    }
    const variables = await readInstanceVariables(db(), key);
    expect(variables).to.deep.equal(await read.variables(key));
    expect(Object.fromEntries(variables.map(({ name, value }) => [name, JSON.parse(value)]))).to.deep.equal(
      await caseStateView(db()).variables(key),
    );
    expect(await readOpenIncidents(db(), key)).to.deep.equal(await read.openIncidents(key));
    expect(await countCorrelations(db(), key, 'nudge')).to.equal(await read.countCorrelations(key, 'nudge'));
    expect(await isAwaiting(db(), key, caseId)).to.equal(await read.isAwaiting(key, caseId));
  });
});
