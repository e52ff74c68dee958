import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { openZeebe } from '#api/engine/zeebe-client.ts';
import { enqueue } from '#api/platform/outbox.ts';
import {
  aDiagram,
  callActivity,
  end,
  eventSubprocess,
  message,
  messageEvent,
  messageStart,
  multiInstance,
  start,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { environment } from '#tests/support/environment.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';

const [CALLING, CALLED, TELLING] = ['calling', 'called', 'telling'].map((name) => `${name}-${randomUUID()}`);

/** A case that asks two bodies through a called process, and is told something meanwhile. */
const DIAGRAMS = [
  aDiagram(
    String(CALLING),
    messageStart('Start', 'Message_Start') +
      multiInstance(callActivity('Ask', String(CALLED)), 'inputCollection="=bodies" inputElement="body"') +
      eventSubprocess(messageEvent('Message_Tell'), callActivity('Told', String(TELLING)), {
        interrupting: false,
      }) +
      end(),
    ['Start -> Ask', 'Ask -> End'],
    message('Message_Start', `request.${CALLING}`) + message('Message_Tell', 'tell', '=requestId'),
  ),
  aDiagram(String(CALLED), start() + userTask('Reply', '=[body]') + end(), [
    'Start -> Reply',
    'Reply -> End',
  ]),
  aDiagram(String(TELLING), start() + userTask('Listen') + end(), ['Start -> Listen', 'Listen -> End']),
];

describe('The request of a task', () => {
  const { database } = useApi();
  const zeebe = useFixture(
    () => openZeebe({ address: environment.zeebeAddress, restUrl: environment.zeebeRestUrl }),
    (client) => client.close(),
  );

  before(() =>
    zeebe.commands.deploy(
      DIAGRAMS.map(({ name, content }) => ({ name, content: Buffer.from(content, 'base64') })),
    ),
  );

  it('is known in called processes, for each of several and from an event subprocess', async () => {
    // given
    const { db } = database;
    const { id } = await aRequest(db, { process_key: CALLING });
    await enqueue(db, [
      {
        requestId: id,
        kind: 'start',
        messageName: `request.${CALLING}`,
        variables: { requestId: id, bodies: ['rmto', 'railways'] },
      },
      { requestId: id, kind: 'message', messageName: 'tell' },
      { requestId: id, kind: 'message', messageName: 'tell' },
    ]);

    // when
    const tasks = await eventually(async () => {
      const rows = await db('tasks').where({ request_id: id }).orderBy(['element_id', 'queue']);
      return rows.length === 4 && rows;
    });

    // then
    expect(tasks.map(({ element_id, process_key, queue }) => [element_id, process_key, queue])).to.deep.equal(
      [
        ['Listen', TELLING, 'clerks'],
        ['Listen', TELLING, 'clerks'],
        ['Reply', CALLED, 'railways'],
        ['Reply', CALLED, 'rmto'],
      ],
    );
    const instances = await eventually(async () => {
      const rows = await db('process_instances').where({ request_id: id });
      return rows.length === 5 && rows;
    });
    expect(instances.filter(({ parent_key }) => parent_key !== null)).to.have.length(4);
  });
});
