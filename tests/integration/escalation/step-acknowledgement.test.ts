import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Db } from '#api/platform/db.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import {
  aHead,
  aManualClock,
  aMember,
  anAbsence,
  anEscalation,
  aSentStep,
  type ManualClock,
  type TestEscalation,
} from '#tests/support/fixtures/escalation.ts';
import { aFiling, aRequestsService } from '#tests/support/fixtures/requests-service.ts';

const AT_WORK = '2026-11-21T08:00:00Z';
const MINUTE_MS = 60_000;
const AGAIN_MS = 15 * MINUTE_MS;

describe('acknowledging the steps of the ladders', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let db: Db;
  let clock: ManualClock;
  let escalation: TestEscalation;

  beforeEach(async () => {
    database = await aDatabase();
    db = database.db;
    clock = aManualClock(AT_WORK);
    escalation = anEscalation(db, { clock });
  });

  afterEach(() => database.drop());

  const aCase = async (): Promise<string> =>
    (await aRequestsService(db, { clock }).register(aFiling({ receivedAt: clock.now() }))).id;
  const step = (id: string) => db('sla_steps').where({ id }).first();
  const messages = () => db('outbox').where({ message_name: 'sla-step' }).orderBy('id');
  const sent = () => db('outbox').whereNull('sent_at').update({ sent_at: clock.now() });

  async function againUntil(times: number): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      clock.pass(AGAIN_MS);
      await escalation.resendSteps(100);
      await sent();
    }
  }

  it('ends the step, in the history as well', async () => {
    // given
    const requestId = await aCase();
    const id = await aSentStep(db, requestId);

    // when
    const result = await escalation.service.finish({ slaStepId: id });

    // then
    expect(result).to.equal('done');
    expect(await step(id)).to.include({ state: 'acknowledged', send_again_at: null });
    const [event] = await db('request_events').where({ request_id: requestId, kind: 'sla-step' });
    expect(event.data).to.include({ step: 'remind', target: 'resolve' });
    expect(event.public).to.equal(false);
  });

  it('counts once when it comes twice', async () => {
    // given
    const requestId = await aCase();
    const id = await aSentStep(db, requestId);

    // when
    await Promise.all([
      escalation.service.finish({ slaStepId: id }),
      escalation.service.finish({ slaStepId: id }),
    ]);

    // then
    expect(await db('request_events').where({ request_id: requestId, kind: 'sla-step' })).to.have.length(1);
  });

  it('is asked for again after a while, by the same id', async () => {
    // given
    const id = await aSentStep(db, await aCase());
    await sent();
    clock.pass(AGAIN_MS - 1);
    await escalation.resendSteps(100);
    const early = await messages();
    clock.pass(1);

    // when
    await escalation.resendSteps(100);

    // then
    expect(early).to.deep.equal([]);
    expect((await messages()).map(({ variables }) => variables.slaStepId)).to.deep.equal([id]);
    expect(await step(id)).to.include({ state: 'sent', sends: 2 });
  });

  it('is asked for once by two nodes', async () => {
    // given
    await aSentStep(db, await aCase());
    await sent();
    clock.pass(AGAIN_MS);

    // when
    await Promise.all([escalation.resendSteps(100), anEscalation(db, { clock }).resendSteps(100)]);

    // then
    expect(await messages()).to.have.length(1);
  });

  it('is not asked for again while the first message has not left', async () => {
    // given
    const requestId = await aCase();
    const id = await aSentStep(db, requestId);
    await db('outbox').insert({
      request_id: requestId,
      kind: 'message',
      message_name: 'sla-step',
      correlation_key: requestId,
    });

    // when
    for (let n = 0; n < 20; n += 1) {
      clock.pass(AGAIN_MS);
      await escalation.resendSteps(100);
    }

    // then
    expect(await messages()).to.have.length(1);
    expect(await step(id)).to.include({ state: 'sent', sends: 1 });
  });

  it('is not waited for when the clock has ended', async () => {
    // given
    const requestId = await aCase();
    const id = await aSentStep(db, requestId);
    await sent();
    await db('sla_clocks')
      .where({ request_id: requestId })
      .update({ state: 'met', met_at: clock.now(), next_step_at: null });

    // when
    await againUntil(1);

    // then
    expect(await step(id)).to.include({ state: 'lapsed' });
    expect(await messages()).to.deep.equal([]);
  });

  it('that never comes leaves the step stuck, where operators see it and send it again', async () => {
    // given
    const id = await aSentStep(db, await aCase());
    await sent();

    // when
    await againUntil(6);

    // then
    expect(await messages()).to.have.length(4);
    expect(await step(id)).to.include({ state: 'stuck', sends: 5, send_again_at: null });
    expect(await escalation.countStuckSteps()).to.equal(1);
  });

  it('that comes after all ends a stuck step', async () => {
    // given
    const id = await aSentStep(db, await aCase());
    await sent();
    await againUntil(6);

    // when
    await escalation.service.finish({ slaStepId: id });

    // then
    expect(await step(id)).to.include({ state: 'acknowledged' });
    expect(await escalation.countStuckSteps()).to.equal(0);
  });

  it('of steps that nobody sent changes nothing', async () => {
    expect(await escalation.service.finish({ slaStepId: randomUUID() })).to.equal('unknown');
  });

  describe('the daily digest', () => {
    const digested = async (requestId: string): Promise<string> => {
      const id = await aSentStep(db, requestId, { step: 'level-3', mode: 'digest' });
      await escalation.service.finish({ slaStepId: id });
      return id;
    };
    const notices = () => db('staff_notices').orderBy('created_at');

    beforeEach(() => aHead(db, 'ministry', 'deputy'));

    it('is one notice with the list for the deputy', async () => {
      // given
      const ids = [await aCase(), await aCase()];
      for (const id of ids) await digested(id);

      // when
      const told = await escalation.sendDigests();

      // then
      expect(told).to.equal(1);
      const [notice] = await notices();
      expect(notice).to.include({ recipient: 'deputy', kind: 'digest', request_id: null });
      expect(notice.data.count).to.equal(2);
      expect(notice.data.items.map(({ requestId }: { requestId: string }) => requestId).sort()).to.deep.equal(
        ids.sort(),
      );
    });

    it('comes once a day, and keeps what came later for the next', async () => {
      // given
      await digested(await aCase());
      await escalation.sendDigests();
      const later = await aCase();
      await digested(later);

      // when
      const again = await escalation.sendDigests();
      clock.set('2026-11-22T03:15:00Z');
      const next = await escalation.sendDigests();

      // then
      expect([again, next]).to.deep.equal([0, 1]);
      const [, second] = await notices();
      expect(second.data.items).to.have.length(1);
      expect(second.data.items[0].requestId).to.equal(later);
    });

    it('names nothing that the deputy may not see', async () => {
      // given
      const [open, closed] = [await aCase(), await aCase()];
      await digested(open);
      await digested(closed);
      await db('requests').where({ id: closed }).update({ confidential: true });

      // when
      await escalation.sendDigests();

      // then
      const [notice] = await notices();
      expect(notice.data.items.map(({ requestId }: { requestId: string }) => requestId)).to.deep.equal([
        open,
      ]);
      expect(notice.data.count).to.equal(1);
    });

    it('waits on a day off for the next working day', async () => {
      // given
      await digested(await aCase());
      clock.set('2026-11-27T03:15:00Z');

      // when
      const friday = await escalation.sendDigests();
      clock.set('2026-11-28T03:15:00Z');
      const saturday = await escalation.sendDigests();

      // then
      expect([friday, saturday]).to.deep.equal([0, 1]);
      const [notice] = await notices();
      expect(notice.deliver_at.toISOString()).to.equal('2026-11-28T04:00:00.000Z');
    });

    it('leaves out what was settled meanwhile, and goes to whoever stands in', async () => {
      // given
      const [settled, open] = [await aCase(), await aCase()];
      await digested(settled);
      await digested(open);
      await db('sla_clocks')
        .where({ request_id: settled })
        .update({ state: 'met', met_at: clock.now(), next_step_at: null });
      await aMember(db, 'other', 'ministry', { roles: ['supervisor'] });
      await anAbsence(db, 'deputy', { substitute: 'other' });

      // when
      await escalation.sendDigests();

      // then
      const [notice, ...more] = await notices();
      expect(more).to.deep.equal([]);
      expect(notice.recipient).to.equal('other');
      expect(notice.data.count).to.equal(1);
    });
  });
});
