import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { type Staff } from '#api/platform/staff.ts';
import { DECISION_TOO_LONG } from '#common/contract/index.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { ANALYST, trialBench } from './with-test-runs.ts';

const person = (role: 'analyst' | 'admin'): Staff => ({
  id: role,
  username: role,
  name: role,
  roles: [role],
  departments: [],
});

/** One rule of the routing table: level crossings go to the road organisation, no longer to the railways. */
const crossingsToRoads = ({ name, content }: { name: string; content: string }) => ({
  name,
  content:
    name === 'route-request.dmn'
      ? content.replace(
          /(<outputEntry id="RailCrossing_Department">\s*<text>)"railways"/,
          (_, start: string) => `${start}"rmto"`,
        )
      : content,
});

const CROSSING = 'گذرگاه ریلی خراب است';
const POTHOLE = 'چاله‌ای در راه است';

describe('what a changed decision would have changed', () => {
  const bench = useFixture(trialBench, (made) => made.close());

  const ends = (id: string) =>
    bench.until(async () => {
      const found = await bench.whatIfs.get(id);
      return ['done', 'failed', 'cancelled'].includes(found.state) ? found : undefined;
    });
  const compare = async (draft: string, given: object = {}) =>
    ends(
      (await bench.whatIfs.start(draft, { decisionId: 'route-request', most: 100, ...given }, ANALYST)).id,
    );

  before(async () => {
    for (let n = 0; n < 50; n += 1)
      await aRequest(bench.db, {
        service: n % 5 === 4 ? 'air-passenger-rights' : 'road-damage',
        process_key: n % 5 === 4 ? 'citizen-request' : 'road-defect',
        province: 'tehran',
        text: n % 10 === 0 || n % 10 === 4 ? CROSSING : POTHOLE,
        received_at: new Date(Date.UTC(2026, 0, 1, 0, n)),
      });
  });

  it('tells how many requests would have gone from where to where, and by which rule', async () => {
    // given: five of fifty requests are about roads and speak of a crossing
    const draft = bench.draft('road-defect', crossingsToRoads);

    // when
    const found = await compare(draft);

    // then
    expect(found).to.deep.include({
      state: 'done',
      total: 50,
      done: 50,
      changed: 5,
      failed: 0,
      upToDate: true,
    });
    expect(found.outputs).to.deep.equal([
      {
        name: 'department',
        changed: 5,
        moves: [{ from: 'railways', to: 'rmto', requests: 5 }],
        moreMoves: 0,
      },
    ]);
    const { items } = await bench.whatIfs.rows(found.id, undefined, person('analyst'));
    expect(items).to.have.length(5);
    expect(items[0]).to.deep.include({ trackingCode: null });
    expect(items[0]?.facts).to.include({ service: 'road-damage', region: 'tehran' });
    expect(items[0]?.beforeRule).to.deep.include({ index: 2 });
    expect(items[0]?.beforeRule?.why?.en).to.match(/level crossing/);
  });

  it('shows no word and no code of a request to an analyst', async () => {
    // given
    const found = await compare(bench.draft('road-defect', crossingsToRoads));

    // when
    const rows = JSON.stringify(await bench.whatIfs.rows(found.id, undefined, person('analyst')));

    // then
    const codes = (await bench.db('requests').pluck('tracking_code')) as string[];
    for (const hidden of [...codes, CROSSING, POTHOLE]) expect(rows).not.to.include(hidden);
  });

  it('compares the newest so many, of one service', async () => {
    // when
    const found = await compare(bench.draft('road-defect', crossingsToRoads), {
      most: 20,
      service: 'road-damage',
    });

    // then
    expect(found).to.include({ total: 20, changed: 2 });
  });

  it('takes its decision out of the engine again', async () => {
    // given
    const found = await compare(bench.draft('road-defect', crossingsToRoads));

    // when
    const row = await bench.until(
      async () =>
        (await bench.db('what_ifs').where({ id: found.id }).whereNotNull('cleaned_at').first()) as {
          scratch_id: string;
        },
    );

    // then
    const asked = bench.commands.evaluateDecision({ decisionId: row.scratch_id, variables: {} });
    expect(await asked.catch((error: Error) => error.name)).to.be.oneOf([
      'EngineRejected',
      'EngineInstanceNotFound',
    ]);
  });

  it('says of a decision that is not about requests that it cannot be compared', async () => {
    // given
    const draft = bench.draft('citizen-alert', ({ name, content }) => ({
      name,
      content: name === 'alert-owner.dmn' ? content.replace('"rmto-" + region', '"rmto"') : content,
    }));

    // when
    const { decisions } = await bench.whatIfs.list(draft);
    const refused = await bench.whatIfs
      .start(draft, { decisionId: 'alert-owner', most: 100 }, ANALYST)
      .catch((error: { code: string }) => error.code);

    // then
    expect(decisions).to.deep.include({
      decisionId: 'alert-owner',
      file: 'alert-owner.dmn',
      name: decisions[0]?.name ?? '',
      comparable: false,
      isNew: false,
      unknown: ['kind'],
    });
    expect(refused).to.equal('decision-not-comparable');
  });

  it('is given up at the first request for which deciding does not end, and says so', async () => {
    // given
    const endless = `if matches("${'a'.repeat(40)}!", "^(a+)+$") then null else `;
    const draft = bench.draft('road-defect', ({ name, content }) => ({
      name,
      content:
        name === 'route-request.dmn'
          ? content.replace(/(<inputExpression[^>]*>\s*<text>)/g, (_, start: string) => start + endless)
          : content,
    }));

    // when
    const found = await compare(draft);

    // then
    expect(found).to.include({ state: 'failed', problem: DECISION_TOO_LONG, total: 50, done: 1, failed: 1 });
  });

  it('is refused while another of the same person is under way', async () => {
    // given
    const draft = bench.draft('road-defect', crossingsToRoads);
    const asked = { decisionId: 'route-request', most: 100 };
    const begin = (by: string) =>
      bench.whatIfs.start(draft, asked, { by }).then(
        ({ id }) => id,
        ({ code }: { code: string }) => code,
      );
    const [{ id: first } = { id: '' }] = (await bench
      .db('what_ifs')
      .insert({
        draft_id: draft,
        decision_id: 'route-request',
        file: 'route-request.dmn',
        source: '',
        asked: '{}',
        state: 'running',
        as_of: new Date(),
        started_by: 'sara',
        driven_until: new Date(Date.now() + 3_600_000),
      })
      .returning('id')) as { id: string }[];

    // when
    const [second, other] = [await begin('sara'), await begin('reza')];
    await bench.whatIfs.cancel(first);
    const afterwards = await begin('sara');

    // then
    expect(second).to.equal('too-many-what-ifs');
    for (const id of [other, afterwards]) expect((await ends(id)).state).to.equal('done');
  });

  it('stops when it is told to, and keeps what it found', async () => {
    // given
    const draft = bench.draft('road-defect', crossingsToRoads);
    const { id } = await bench.whatIfs.start(draft, { decisionId: 'route-request', most: 100 }, ANALYST);

    // when
    await bench.whatIfs.cancel(id);

    // then
    expect((await ends(id)).state).to.be.oneOf(['cancelled', 'done']);
  });
});
