import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { landRegister, registersService } from '#api/modules/registers/index.ts';
import { systemClock } from '#api/platform/clock.ts';
import {
  aLandRegister,
  aPlot,
  type ReferenceRegister,
  REGISTER_TOKEN,
  TROUBLES,
} from '#tests/support/fakes/land-register.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const PLOT = '12/3456';
const OWNER = '0012345679';
const STRANGER = '0499370899';
/** Short, because a silent register is waited for in full. */
const TIMEOUT_MS = 300;

describe('the land register', () => {
  const database = useDatabase();
  let register: ReferenceRegister;

  beforeEach(async () => {
    register = await aLandRegister();
    register.plots.set(PLOT, aPlot(PLOT));
  });

  afterEach(() => register.close());

  const serviceAt = (url: string | undefined) =>
    registersService({
      db: database.db,
      clock: systemClock,
      land: landRegister({ url, token: REGISTER_TOKEN }, { timeoutMs: TIMEOUT_MS }),
    });

  const check = (requestId: string, onceKey: string = randomUUID()) =>
    serviceAt(register.url).checkLand({ requestId, onceKey });

  const answersTo = (requestId: string) => database.db('register_answers').where({ request_id: requestId });

  async function requestAbout(plot: string | undefined, nationalId = OWNER): Promise<string> {
    const { db } = database;
    const person = { name: 'سارا احمدی', national_id: nationalId, created_at: new Date() };
    const [found] = await db('people').insert(person).onConflict('national_id').merge().returning('id');
    const { id } = await aRequest(db, {
      person_id: found.id,
      answers: plot === undefined ? {} : { registryPlot: plot },
    });
    return id;
  }

  it('finds the plot of its owner, and keeps what the caseworker needs without any person', async () => {
    // given
    const requestId = await requestAbout(PLOT);

    // when
    const finding = await check(requestId);

    // then
    const [kept] = await answersTo(requestId);
    expect(finding).to.equal('owner');
    expect(kept).to.include({ register: 'land', finding: 'owner', attempts: 1 });
    expect(kept.facts).to.deep.equal({
      plot: PLOT,
      landUse: 'residential',
      state: 'private',
      encumbered: false,
      asOf: '2026-03-01',
    });
  });

  it('says when somebody else owns the plot', async () => {
    expect(await check(await requestAbout(PLOT, STRANGER))).to.equal('other-owner');
  });

  it('says when the register does not know the plot', async () => {
    expect(await check(await requestAbout('99/1'))).to.equal('not-found');
  });

  it('asks nothing when the request names no plot', async () => {
    // when
    const finding = await check(await requestAbout(undefined));

    // then
    expect(finding).to.equal('no-plot');
    expect(register.asked).to.be.empty;
  });

  it('asks again after a passing fault', async () => {
    // given
    const requestId = await requestAbout(PLOT);
    register.troubles.push(TROUBLES.status(503), TROUBLES.hangUp);

    // when
    const finding = await check(requestId);

    // then
    expect(finding).to.equal('owner');
    expect(register.asked).to.have.length(3);
    expect((await answersTo(requestId))[0].attempts).to.equal(3);
  });

  it('does not wait for ever for a silent register', async () => {
    // given
    register.troubles.push(TROUBLES.silence, TROUBLES.silence, TROUBLES.silence);

    // then
    expect(await check(await requestAbout(PLOT))).to.equal('unavailable');
    expect(register.asked).to.have.length(3);
  });

  for (const [why, trouble] of [
    ['that refuses us', TROUBLES.status(401)],
    ['that answers with a page', TROUBLES.body('<html>')],
    ['that answers about another plot', TROUBLES.body(JSON.stringify(aPlot('1/1')))],
    ['that leaves out what it promised', TROUBLES.body(JSON.stringify({ plot: PLOT }))],
    ['that answers without an end', TROUBLES.body(`"${'x'.repeat(100_000)}"`)],
  ] as const)
    it(`counts a register ${why} as unavailable, without asking again`, async () => {
      // given
      register.troubles.push(trouble);

      // then
      expect(await check(await requestAbout(PLOT))).to.equal('unavailable');
      expect(register.asked).to.have.length(1);
    });

  it('is unavailable where none is connected', async () => {
    // when
    const requestId = await requestAbout(PLOT);
    const finding = await serviceAt(undefined).checkLand({ requestId, onceKey: randomUUID() });

    // then
    expect(finding).to.equal('unavailable');
  });

  it('asks once for a job that is delivered twice, and anew for the next job', async () => {
    // given
    const requestId = await requestAbout(PLOT);
    const onceKey = randomUUID();

    // when
    const first = await check(requestId, onceKey);
    register.plots.delete(PLOT);
    const repeated = await check(requestId, onceKey);
    const next = await check(requestId);

    // then
    expect([first, repeated, next]).to.deep.equal(['owner', 'owner', 'not-found']);
    expect(register.asked).to.have.length(2);
  });

  it('keeps one answer when a job is handled twice at the same time', async () => {
    // given
    const requestId = await requestAbout(PLOT);
    const onceKey = randomUUID();

    // when
    const findings = await Promise.all([check(requestId, onceKey), check(requestId, onceKey)]);

    // then
    expect(findings).to.deep.equal(['owner', 'owner']);
    expect(await answersTo(requestId)).to.have.length(1);
  });
});
