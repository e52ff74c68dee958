import { once } from 'node:events';
import { connect } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Job } from '#api/engine/zeebe-gateway.ts';
import { gatewayOf, NEW_PROTO } from '#common/zeebe-protocol/gateway-protocol.ts';
import type { Store } from '#engine/store/store.ts';
import { startGateway } from '#engine/wire/gateway.ts';
import { aDiagram, end, message, messageStart, serviceTask } from '#tests/support/engine/diagram-builders.ts';
import { runEngine, type RunningEngine } from '#tests/support/engine/run-engine.ts';

const MB = 1024 * 1024;
/** Largest 64-bit number of milliseconds. */
const FOR_EVER = 2 ** 63 - 1_024;

const PROCESS = aDiagram(
  'p',
  messageStart('Start', 'Message_Begin') + serviceTask('Work', 'work') + end(),
  ['Start -> Work', 'Work -> End'],
  message('Message_Begin', 'begin'),
);

describe('the gateway of the embedded engine', () => {
  let engine: RunningEngine;

  const begin = (text: string, ttlMs = 0) =>
    engine.client.commands.publish({
      name: 'begin',
      correlationKey: '',
      messageId: '',
      ttlMs,
      variables: { text },
    });

  /** The jobs of one poll, message by message. */
  async function poll({ maxJobs = 32, timeoutMs = 30_000 } = {}): Promise<Job[][]> {
    const messages: Job[][] = [];
    await engine.client.jobs.activate(
      { type: 'work', worker: 'test', maxJobs, timeoutMs, longPollMs: 20_000, fetchVariables: ['text'] },
      (jobs) => messages.push(jobs),
      new AbortController().signal,
    );
    return messages;
  }

  before(async () => {
    engine = await runEngine();
    await engine.client.commands.deploy([
      { name: PROCESS.name, content: Buffer.from(PROCESS.content, 'base64') },
    ]);
  });

  after(() => engine.end());

  it('lets go of who connects and says nothing', async () => {
    // given
    const gateway = await startGateway(
      {} as Store,
      { host: '127.0.0.1', port: 0 },
      { pingEveryMs: 100, pongWithinMs: 100 },
    );
    const socket = connect({ host: '127.0.0.1', port: gateway.port });
    const ended = once(socket, 'close');

    // when
    socket.resume();
    await ended;
    await gateway.stop();

    // then
    expect(socket.destroyed).to.equal(true);
  });

  it('gives jobs with more variables than one message holds in several', async () => {
    // given
    for (let count = 0; count < 12; count += 1) await begin('x'.repeat(1.5 * MB));

    // when
    const messages = await poll();

    // then
    expect(messages.flat().map(({ variables }) => variables.length > 1.5 * MB)).to.deep.equal(
      Array(12).fill(true),
    );
    expect(messages.length).to.be.greaterThan(1);
  });

  it('takes times that never come', async () => {
    // when
    await begin('', FOR_EVER);

    // then
    expect((await poll({ timeoutMs: FOR_EVER })).flat()).to.have.length(1);
  });

  it('refuses a migration without a plan', async () => {
    // given
    const gateway = new (gatewayOf(NEW_PROTO))(engine.address, grpc.credentials.createInsecure());
    const migrate = (request: object) =>
      new Promise<grpc.ServiceError | null>((resolve) => {
        gateway['MigrateProcessInstance']?.(request, resolve);
      });

    // when
    const error = await migrate({ processInstanceKey: '1' });
    gateway.close();

    // then
    expect(error?.code).to.equal(grpc.status.INVALID_ARGUMENT);
  });

  it('keeps its time when the clock is not told how far to move', async () => {
    // given
    const clock = (path: string, body: object) =>
      fetch(`${engine.managementUrl}/actuator/clock${path}`, { method: 'POST', body: JSON.stringify(body) });

    // when
    const answers = await Promise.all([
      clock('/add', {}),
      clock('/add', { offsetMilli: 'soon' }),
      clock('/add', { offsetMilli: 1e300 }),
      clock('/pin', {}),
    ]);

    // then
    expect(answers.map(({ status }) => status)).to.deep.equal([400, 400, 400, 400]);
    expect((await clock('/add', { offsetMilli: 1 })).status).to.equal(200);
  });
});
