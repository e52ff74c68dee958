import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { openZeebe } from '#api/engine/zeebe-client.ts';
import { liveView } from '#api/modules/process-instances/live.view.ts';
import { requireDeployedVersion } from '#api/modules/process-instances/migration/deployed-version.ts';
import { readPositions } from '#api/modules/process-instances/migration/positions.view.ts';
import {
  readActiveElements,
  readElementInstancesAt,
} from '#api/modules/process-instances/reads/active-elements.read.ts';
import { readActiveTokens } from '#api/modules/process-instances/reads/active-tokens.read.ts';
import { countCorrelations, isAwaiting } from '#api/modules/process-instances/reads/awaited-messages.read.ts';
import {
  readDeployedContent,
  readDeployedDiagram,
} from '#api/modules/process-instances/reads/deployed-diagram.read.ts';
import {
  bilingualName,
  readElementNames,
  readProcessNames,
} from '#api/modules/process-instances/reads/element-names.read.ts';
import {
  readInstanceVariables,
  readVariableValues,
} from '#api/modules/process-instances/reads/instance-variables.read.ts';
import {
  areIncidentsResolved,
  readOpenIncidents,
} from '#api/modules/process-instances/reads/open-incidents.read.ts';
import { requestDiagram } from '#api/modules/process-instances/request-diagram.view.ts';
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
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
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
      boundary('Stop', 'Work', messageEvent('Message_Stop')) +
      end('Stopped') +
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
      'Stop -> Stopped',
    ],
    message('Message_Nudge', 'nudge', '=caseId') +
      message('Message_Stop', 'stop', '=&quot;wait-&quot; + caseId'),
  ),
  aDiagram(CALLED, start() + userTask('Reply') + end(), ['Start -> Reply', 'Reply -> End']),
];

describe('the read model of process instances', () => {
  const caseId = randomUUID();
  const { database, call } = useApi();
  const zeebe = useFixture(
    () => openZeebe({ address: environment.zeebeAddress, restUrl: environment.zeebeRestUrl }),
    (client) => client.close(),
  );

  let key: string;
  let called: string;

  const db = () => database.db;

  before(async () => {
    const files = DIAGRAMS.map(({ name, content }) => ({ name, content: Buffer.from(content, 'base64') }));
    await zeebe.commands.deploy(files);
    const [deployment] = await db()('process_deployments')
      .insert({ deployed_at: engineClock.now(), result: 'deployed' })
      .returning('id');
    await db()('process_deployment_files').insert(
      files.map(({ name, content }) => ({
        deployment_id: deployment.id,
        name: `kept-as-${name}`,
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
    called = await eventually(async () => {
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
    });
  });

  it('has a token at every active element that has no active element inside', async () => {
    // when
    const standing = await readActiveTokens(db(), [key]);
    const inCalled = await readActiveTokens(db(), [called]);
    // then
    expect(standing.map(({ element_id: id, type }) => [id, type])).to.have.deep.members([
      ['Ask', 'USER_TASK'],
      ['Ask', 'USER_TASK'],
      ['Broken', 'SUB_PROCESS'],
      ['Call', 'CALL_ACTIVITY'],
      ['Inside', 'USER_TASK'],
      ['Nudged', 'USER_TASK'],
      ['Work', 'SERVICE_TASK'],
    ]);
    expect(inCalled.map(({ instance_key: of, element_id: id }) => [of, id])).to.deep.equal([
      [called, 'Reply'],
    ]);
    expect(await readActiveTokens(db(), [key, called])).to.have.deep.members([...standing, ...inCalled]);
  });

  it('tells lists, migrations and modifications the same tokens', async () => {
    // given
    const standing = (await readActiveTokens(db(), [key])).map((one) => one.element_key);
    const inside = (keys: string[], broken: string | undefined) => keys.filter((one) => one !== broken);
    // when
    const { body } = await call('GET', `/api/instances?key=${key}`, undefined, { as: 'admin' });
    const position = (await readPositions(db(), [key])).get(key);
    const { body: preview } = await call(
      'POST',
      `/api/instances/${key}/modification-preview`,
      { moves: [{ from: 'Inside' }] },
      { as: 'admin' },
    );
    // then
    const active = position?.active ?? [];
    const broken = active.find(({ elementId }) => elementId === 'Broken')?.elementKey;
    const containers = active.filter(({ type }) => /SUB_PROCESS|MULTI/.test(type));
    const leaves = active.filter((one) => !containers.includes(one)).map(({ elementKey }) => elementKey);
    expect(containers.map(({ elementId }) => elementId)).to.have.members(['Ask', 'Sub', 'Broken']);
    expect(leaves).to.deep.equal(inside(standing, broken));
    expect(preview.before.map(({ elementKey }: { elementKey: string }) => elementKey)).to.deep.equal(
      standing,
    );
    const listed: { elementKey: string }[] = body.items[0].tokens;
    expect(listed.map(({ elementKey }) => elementKey)).to.deep.equal(inside(standing, broken).slice(0, 5));
    expect(listed).to.deep.include({
      elementKey: active.find(({ elementId }) => elementId === 'Inside')?.elementKey,
      elementId: 'Inside',
      type: 'USER_TASK',
      name: { fa: 'درون', en: 'Inside' },
      since: (await readActiveTokens(db(), [key]))
        .find(({ element_id: id }) => id === 'Inside')
        ?.started_at.toISOString(),
    });
  });

  it('knows which elements are active, containers too, and all passes through an element', async () => {
    // given
    const passes = await readElementInstancesAt(db(), key, ['Ask', 'Start', 'Fork']);
    const subs = await readElementInstancesAt(db(), key, ['Sub']);
    // then
    expect(passes).to.have.length(5);
    expect(await readActiveElements(db(), key, passes)).to.have.length(3);
    expect(await readActiveElements(db(), key, subs))
      .to.deep.equal(subs)
      .and.have.length(1);
    expect(await readActiveElements(db(), called, subs)).to.deep.equal([]);
  });

  it('finds the diagram of a version by its content, under whatever file name it was kept', async () => {
    // given
    const [calling = '', inner = ''] = DIAGRAMS.map(({ content }) =>
      Buffer.from(content, 'base64').toString(),
    );
    const { definition_key: definitionKey, sha256 } = await db()('process_definitions')
      .where({ process_key: CALLING })
      .first();
    // then
    expect(await readDeployedDiagram(db(), CALLING, 1)).to.deep.equal({ definitionKey, xml: calling });
    expect((await readDeployedDiagram(db(), CALLED, 1))?.xml).to.equal(inner);
    expect(await readDeployedDiagram(db(), CALLING, 2)).to.equal(undefined);
    expect(await readDeployedContent(db(), sha256)).to.equal(calling);
    expect(await readDeployedContent(db(), '0')).to.equal(null);
  });

  it('gives everybody who draws a version the same diagram', async () => {
    // given
    const calling = (await readDeployedDiagram(db(), CALLING, 1))?.xml;
    const { id } = await aRequest(db());
    await db()('process_instances').where({ instance_key: key }).update({ request_id: id });
    const drawn: string[] = [];
    const plainDiagram = async (xml: string) => {
      drawn.push(xml);
      return { xml, ids: new Map<string, string>() };
    };
    const live = liveView({ db: db(), clock: engineClock, confidentialProcesses: async () => new Set() });
    // when
    await requestDiagram({ db: db(), plainDiagram })(id);
    const version = await requireDeployedVersion(db(), CALLING, 1);
    const shown = await live.diagram({ processKey: CALLING, version: 1 });
    // then
    expect([...drawn, version.xml, shown?.xml]).to.deep.equal([calling, calling, calling]);
  });

  it('names elements in both languages, by their id where one is missing', async () => {
    // then
    expect([...(await readElementNames(db(), CALLING, 1))]).to.have.deep.members([
      ['Ask', { fa: 'پرسش', en: 'Ask' }],
      ['Inside', { fa: 'درون', en: 'Inside' }],
    ]);
    expect(bilingualName(null, 'Ask', 'Task_Ask')).to.deep.equal({ fa: 'Ask', en: 'Ask' });
    expect(bilingualName('پرسش', null, 'Task_Ask')).to.deep.equal({ fa: 'پرسش', en: 'Task_Ask' });
    expect(bilingualName(null, null, 'Task_Ask')).to.equal(null);
    expect([...(await readProcessNames(db(), [CALLING, 'never-ran']))]).to.deep.equal([
      [CALLING, { name_fa: null, name_en: null }],
    ]);
  });

  it('reads the variables of the instance itself', async () => {
    // given
    const own = { name: 'bodies', value: ['rmto', 'railways'] };
    // then
    expect(await readInstanceVariables(db(), key)).to.deep.equal([
      { name: 'answer', value: 'null', cut: false },
      { name: 'bodies', value: '["rmto","railways"]', cut: false },
      { name: 'caseId', value: JSON.stringify(caseId), cut: false },
    ]);
    expect(
      await readVariableValues(db(), { instanceKey: key, names: ['body', 'bodies'] }),
    ).to.deep.include.members([own, { name: 'body', value: 'rmto' }, { name: 'body', value: 'railways' }]);
    expect(
      await readVariableValues(db(), { instanceKey: key, scopeKey: key, names: ['body', 'bodies'] }),
    ).to.deep.equal([own]);
  });

  it('reads open incidents, and the messages that came or are awaited', async () => {
    // given
    const [incident] = await readOpenIncidents(db(), key);
    // then
    expect(incident?.job_key).to.equal(null);
    expect(await readOpenIncidents(db(), key, incident?.incident_key)).to.deep.equal([incident]);
    expect(await readOpenIncidents(db(), called)).to.deep.equal([]);
    expect(await areIncidentsResolved(db(), [incident?.incident_key ?? ''])).to.equal(false);
    expect(await areIncidentsResolved(db(), [])).to.equal(true);
    expect(await countCorrelations(db(), key, 'nudge')).to.equal(1);
    expect(await countCorrelations(db(), key, 'other')).to.equal(0);
    expect(await isAwaiting(db(), key, 'other')).to.equal(false);
    expect(await isAwaiting(db(), key, `wait-${caseId}`)).to.equal(true);
  });
});
