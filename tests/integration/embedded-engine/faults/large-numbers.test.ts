import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import {
  aDiagram,
  catchMessage,
  catchTimer,
  end,
  message,
  messageStart,
} from '#tests/support/engine/diagram-builders.ts';
import { seedOpenInstances } from '#tests/support/engine/seed-open-instances.ts';
import { eventually } from '#tests/support/wait.ts';
import { aFaultFixture, type FaultFixture, sizeOf } from './fault-fixture.ts';
import { NO_ROWS, rowsOfState } from './record-ledger.ts';
import { atMost, someRequests } from './request-clients.ts';

const ELEMENTS = 10_000;
const TIMERS = sizeOf(20_000, 100_000);
const INSTANCES = 10_000;
/** Calls that are open at a time: more than go into a turn, fewer than the engine refuses. */
const AT_ONCE = 1_000;
const HOUR_MS = 3_600_000;
const WITHIN_MS = 120_000;

const ROW = ['Start', ...Array.from({ length: ELEMENTS - 2 }, (_, at) => `Task_${at}`), 'End'];
const LONG = aDiagram(
  'long',
  messageStart('Start', 'Message_Long') +
    ROW.slice(1, -1)
      .map((id) => `<bpmn:task id="${id}" />`)
      .join('') +
    end(),
  ROW.slice(1).map((id, at) => `${ROW[at]} -> ${id}`),
  message('Message_Long', 'long'),
);
const LATER = aDiagram(
  'later',
  messageStart('Start', 'Message_Later') + catchTimer('Hour', 'PT1H') + end(),
  ['Start -> Hour', 'Hour -> End'],
  message('Message_Later', 'later'),
);
/** Waits for a message of its own, then for one that all wait for. */
const WAITING = aDiagram(
  'waiting',
  messageStart('Start', 'Message_Wait') +
    catchMessage('Own', 'Message_Own') +
    catchMessage('All', 'Message_All') +
    end(),
  ['Start -> Own', 'Own -> All', 'All -> End'],
  message('Message_Wait', 'wait') +
    message('Message_Own', 'own', '=requestId') +
    message('Message_All', 'all', '=&quot;all&quot;'),
);

describe('faults: large numbers', function () {
  this.timeout(2 * WITHIN_MS);
  let harness: FaultFixture;

  const until = (done: () => boolean): Promise<unknown> => eventually(done, { timeout: WITHIN_MS });
  /** Publishes a message once, with its correlation key as a variable. */
  const say = (name: string, correlationKey: string): Promise<void> =>
    harness.crew.insist(() =>
      harness.engine.client.commands.publish({
        name,
        correlationKey,
        messageId: `${name} ${correlationKey}`,
        ttlMs: 24 * HOUR_MS,
        variables: { requestId: correlationKey },
      }),
    );
  /** Has requests go through while something large is under way. */
  const serve = async (name: string): Promise<void> => {
    const requests = someRequests(name, 5);
    await harness.crew.file(requests);
    await harness.crew.finish(requests);
    harness.ledger.expectBalance(requests);
  };

  before(async () => {
    harness = await aFaultFixture({ partitions: 1, cacheMb: 128 });
  });

  after(() => harness.end());

  it('a diagram of 10,000 elements is deployed while others are served, and runs to its end', async () => {
    // given
    const { crew, ledger } = harness;
    const answered: string[] = [];

    // when
    await Promise.all([
      crew.deploy(LONG).then(() => answered.push('the deployment')),
      serve('beside').then(() => answered.push('what others asked for')),
    ]);
    await say('long', 'long');

    // then
    expect(answered).to.deep.equal(['what others asked for', 'the deployment']);
    await until(() => ledger.closedOf(['long']).length === 1);
    ledger.expectBalance(['long']);
  });

  it(`${TIMERS.toLocaleString('en')} timers that are due at once fire once each, while others are served`, async () => {
    // given
    const { crew, ledger, engine, database } = harness;
    await crew.deploy(LATER);
    const armed = ledger.count('TIMER', 'CREATED');
    await say('later', '');
    await until(() => ledger.count('TIMER', 'CREATED') > armed);
    await engine.kill();
    await seedOpenInstances({ databaseUrl: database.url, open: TIMERS });
    await engine.start();
    const fired = () => ledger.count('TIMER', 'TRIGGERED');
    const over = ledger.ended();

    // when
    const advanced = harness.advance(HOUR_MS);
    await until(() => fired() > 0);
    await serve('meanwhile');
    const firedMeanwhile = fired();
    await advanced;

    // then
    await until(() => fired() >= TIMERS && ledger.ended() >= over + TIMERS + 5);
    expect(firedMeanwhile).to.be.lessThan(TIMERS);
    expect([fired(), ledger.ended() - over]).to.deep.equal([TIMERS, TIMERS + 5]);
    ledger.expectBalance([]);
    expect(await rowsOfState(database.db)).to.deep.equal(NO_ROWS);
  });

  describe('with 10,000 instances that wait', () => {
    const requests = someRequests('waiting', INSTANCES);
    const correlated = () => harness.ledger.count('PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATED');
    const subscribed = () => harness.ledger.count('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED');

    before(async () => {
      const already = subscribed();
      await harness.crew.deploy(WAITING);
      await atMost(AT_ONCE, requests, (request) => say('wait', request));
      await until(() => subscribed() === already + INSTANCES);
    });

    it('10,000 messages that come at once are each correlated once', async () => {
      // given
      const [already, subscribedBefore] = [correlated(), subscribed()];

      // when
      await atMost(AT_ONCE, requests, (request) => say('own', request));

      // then
      await until(() => subscribed() >= subscribedBefore + INSTANCES);
      expect(correlated() - already).to.equal(INSTANCES);
      expect(harness.ledger.openOf(requests)).to.have.length(INSTANCES);
      harness.ledger.expectBalance(requests);
    });

    it('one message that all of them wait for goes to one', async () => {
      // given
      const already = correlated();

      // when
      await say('all', 'all');
      await serve('after');

      // then
      await until(() => harness.ledger.closedOf(requests).length > 0);
      expect(correlated() - already).to.equal(1 + 5);
      expect(harness.ledger.openOf(requests)).to.have.length(INSTANCES - 1);
      harness.ledger.expectBalance(requests);
      const { instance, message_subscription } = await rowsOfState(harness.database.db);
      expect([instance, message_subscription]).to.deep.equal([INSTANCES - 1, INSTANCES - 1]);
    });
  });
});
