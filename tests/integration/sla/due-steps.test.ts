import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { type DueStep, openSlaCatalogue, takeDueSteps } from '#api/modules/sla/index.ts';
import { aFiling, aRequestsService } from '#tests/support/fixtures/requests-service.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

/** A Saturday morning at work. */
const FILED = new Date('2026-11-21T06:00:00Z');

describe('the due steps of the ladders', () => {
  const database = useDatabase();

  beforeEach(async () => {
    await database.db('sla_clocks').update({ next_step: null, next_step_at: null });
  });

  const file = async (): Promise<string> =>
    (await aRequestsService(database.db).register(aFiling({ receivedAt: FILED }))).id;
  const take = (now: string, limit = 100): Promise<DueStep[]> =>
    database.db.transaction(
      async (tx) =>
        (
          await takeDueSteps(
            { db: tx, slaCatalogue: openSlaCatalogue(database.db) },
            { now: new Date(now), limit },
          )
        ).steps,
    );

  it('come when so much of the target has elapsed, not a moment before', async () => {
    // given: 4 working hours to acknowledge, so half of them are over after 2
    const requestId = await file();
    // when
    const early = await take('2026-11-21T07:59:59Z');
    const due = await take('2026-11-21T08:00:00Z');
    // then
    expect(early).to.deep.equal([]);
    expect(due.map(({ clock: _, ...step }) => step)).to.deep.equal([
      {
        requestId,
        target: 'acknowledge',
        taskKey: null,
        round: 0,
        percent: 50,
        step: 'remind',
        mode: 'notify',
        at: new Date('2026-11-21T08:00:00Z'),
        superseded: false,
      },
    ]);
  });

  it('come each once and in their order, though nobody asked for a long time', async () => {
    // given
    await file();
    // when
    const first = await take('2026-11-22T11:00:00Z');
    const second = await take('2026-11-22T11:00:00Z');
    // then: the highest says that those below are behind
    expect(first.map(({ target, step, superseded }) => [target, step, superseded])).to.deep.equal([
      ['acknowledge', 'remind', true],
      ['acknowledge', 'warn', true],
      ['acknowledge', 'level-1', true],
      ['acknowledge', 'level-2', true],
      ['acknowledge', 'level-3', false],
    ]);
    expect(second).to.deep.equal([]);
  });

  it('go each to one of many who ask at the same moment', async () => {
    // given
    const requests = await Promise.all(Array.from({ length: 12 }, file));
    // when
    const taken = await Promise.all(Array.from({ length: 6 }, () => take('2026-11-21T08:00:00Z', 4)));
    const rest = await take('2026-11-21T08:00:00Z');
    // then
    const all = [...taken.flat(), ...rest].map(({ requestId }) => requestId);
    expect(all.sort()).to.deep.equal(requests.sort());
  });
});
