import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { allOf, anApiFaultFixture, inParallel } from '#tests/integration/faults/api-fault-fixture.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';
import { type SeededRandom, seededRandom, testSeed } from '#tests/support/people/seeded-random.ts';
import { engine, postgres } from '#tests/support/stack/stack-control.ts';

const SEED = testSeed();
const ROUNDS = 5;
const FILED_A_ROUND = 12;

/** Where requests come from, and who works for the department that gets them. */
const PROVINCES = ['tehran', 'tehran', 'qom'];
const WORKERS: Record<string, readonly string[]> = {
  'rmto-tehran': ['caseworker.rmto-tehran', 'supervisor.rmto'],
  'rmto-qom': ['supervisor.rmto'],
  railways: ['caseworker.railways', 'supervisor.railways'],
  'contact-centre': ['caseworker.triage', 'supervisor.contact-centre'],
  rmto: ['caseworker.rmto', 'supervisor.rmto'],
};

type Act = () => Promise<unknown>;

describe('faults: at random', function () {
  this.timeout(240_000);
  const harness = useFixture(anApiFaultFixture, (opened) => opened.close());
  const random = seededRandom(SEED);
  const filed: FiledRequest[] = [];

  const FAULTS = {
    'kill the engine': async () => {
      await engine.kill();
      await engine.start();
    },
    'kill the api': async () => {
      await harness.api.kill();
      await harness.api.start();
      await harness.expireLeases();
    },
    'restart the database': () => postgres.restart(),
    'kill the engine and the api': async () => {
      await Promise.all([engine.kill(), harness.api.kill()]);
      await engine.start();
      await harness.api.start();
      await harness.expireLeases();
    },
    'restart the database while the engine is away': async () => {
      await engine.kill();
      await postgres.restart();
      await engine.start();
    },
  };
  const KINDS = Object.keys(FAULTS) as (keyof typeof FAULTS)[];

  /** Actions that are possible now. */
  async function workToDo(): Promise<Act[]> {
    const { db } = harness.database;
    const tasks: { task_key: string; form_key: string; queue: string }[] = await db('tasks')
      .where('state', 'created')
      .whereNotNull('request_id')
      .orderBy('task_key');
    const statuses = new Map<string, string>(
      (await db('requests').select('id', 'status')).map(({ id, status }) => [id, status]),
    );
    const caseworkers = tasks.flatMap(({ task_key, form_key, queue }) => {
      const workers = WORKERS[queue] ?? [];
      const data = aDecision(random, form_key);
      return random.next() < 0.8
        ? workers.map((by) => () => harness.people.claimAndComplete(task_key, data, by))
        : [];
    });
    const citizens = filed.flatMap((request): Act[] => {
      const reopen = random.next() < 0.3;
      switch (statuses.get(request.id)) {
        case 'waiting-citizen':
          return [() => harness.people.reply(request)];
        case 'answered':
          return [() => harness.people.confirmOrReopen(request, { reopen })];
        default:
          return [];
      }
    });
    const provinces = Array.from({ length: FILED_A_ROUND }, () => random.pick(PROVINCES));
    const intake = provinces.map((province) => async () => {
      filed.push(...(await harness.file(1, { place: { province } })));
    });
    return [...intake, ...caseworkers, ...citizens];
  }

  it(`whatever is killed while people file, work and answer, the books balance (seed ${SEED})`, async () => {
    // given
    const faults = Array.from({ length: ROUNDS }, () => random.pick(KINDS));

    // when
    for (const fault of faults) {
      const work = await workToDo();
      await allOf([inParallel(work, (act) => act()), FAULTS[fault]()]);
    }

    // then
    await harness.expireLeases();
    await harness.expectReconciled();
  });
});

function aDecision(random: SeededRandom, form: string): object {
  const chance = random.next();
  if (form === 'transfer/accept')
    return chance < 0.7 ? { decision: 'accept' } : { decision: 'decline', reason: 'این کار ما نیست.' };
  if (form === 'transfer/decide')
    return { assignTo: random.pick(['rmto-tehran', 'railways']), reason: 'حوزه این واحد است.' };
  if (chance < 0.2) return DECISIONS.ask;
  if (chance < 0.35) return DECISIONS.transfer;
  return DECISIONS.answer;
}
