import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { openIdleWatcher, type RequestSnapshot } from '#tests/support/checks/idle-watcher.ts';
import { services } from '#tests/support/diagrams/project-files.ts';
import { advanceClock } from '#tests/support/engine/clock.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { randomPeople } from '#tests/support/people/random-people.ts';
import { seededRandom, testSeed } from '#tests/support/people/seeded-random.ts';
import { isConsistent } from './status-positions.ts';

const HISTORIES = 48;
const ROUNDS = 10;
const HOUR_MS = 3_600_000;
const PASSES_MS = [0, 0, 1, 9, 24, 4 * 24, 16 * 24, 31 * 24].map((hours) => hours * HOUR_MS);
/** How often two people do something with one request at the same moment. */
const AT_ONCE = 0.3;

/** Nothing was done, and it may be tried again. */
const BUSY = 503;

const PROCESSES = [...new Set(services.map(({ process }) => process))].sort();

/** What is wrong with how a request stands, in words. */
function wrongWith(standing: RequestSnapshot): string[] {
  const { id, process, status, isFinal, liveInstances, leaves, tasks, incidents } = standing;
  const at = leaves.map((leaf) => `${leaf.process}/${leaf.id}`).join(', ') || 'nowhere';
  const wrong: string[] = [];
  if (incidents > 0) wrong.push('stands at an incident');
  if (liveInstances.length > 0 !== leaves.length > 0)
    wrong.push(`has ${liveInstances.length} live instances`);
  const asked = leaves
    .filter(({ type }) => type === 'USER_TASK')
    .map((leaf) => `${leaf.instance} ${leaf.id}`);
  const open = tasks.map(({ instance, elementId }) => `${instance} ${elementId}`);
  if (asked.sort().join() !== open.sort().join()) wrong.push(`has the open tasks ${open.join()}`);
  if (!isConsistent({ status, process, final: isFinal }, leaves))
    wrong.push('stands elsewhere than its status says');
  return wrong.map((what) => `${process} ${id} (${status}${isFinal ? ', final' : ''}) at ${at}: ${what}`);
}

describe('whatever citizens, caseworkers, supervisors and time do', function () {
  this.timeout(300_000);
  const seed = testSeed();
  const random = seededRandom(seed);
  const harness = useEngineHarness();
  const settling = useFixture(
    () => openIdleWatcher(harness.database.db),
    (made) => made.close(),
  );

  it(`no case gets stuck, and diagram and status agree (FAULTS_SEED=${seed})`, async () => {
    // given
    const people = randomPeople(harness, random);
    const requests = new Map<string, FiledRequest>();
    for (let n = 0; n < HISTORIES; n += 1) {
      const request = await people.file(PROCESSES[n % PROCESSES.length] as string);
      requests.set(request.id, request);
    }
    const ids = [...requests.keys()];
    const happened: Record<string, number> = {};

    for (let round = 1; round <= ROUNDS; round += 1) {
      // when
      const standings = await settling.waitUntilIdle(ids);

      // then
      expect(standings.flatMap(wrongWith), `before round ${round}`).to.deep.equal([]);

      // when
      const deeds = standings.flatMap((standing) => {
        const times = random.next() < AT_ONCE ? 2 : 1;
        const request = requests.get(standing.id);
        return Array.from({ length: times }, () => request && people.next(request, standing)).filter(
          (deed) => deed !== undefined,
        );
      });
      const answers = await Promise.all([
        advanceClock(random.pick(PASSES_MS)),
        ...deeds.map(async ({ kind, run }) => ({ kind, ...(await run()) })),
      ]);
      for (const answer of answers) {
        if (!answer) continue;
        const isFair = answer.status < 500 || answer.status === BUSY;
        expect(isFair, `${answer.kind}: ${JSON.stringify(answer.body)}`).to.equal(true);
        if (answer.status < 300) happened[answer.kind] = (happened[answer.kind] ?? 0) + 1;
      }
    }

    // then
    expect((await settling.waitUntilIdle(ids)).flatMap(wrongWith), 'in the end').to.deep.equal([]);
    expect(await harness.database.db('engine_quarantine')).to.deep.equal([]);
    console.log(
      `      ${ids.length} cases: ${Object.entries(happened)
        .map(([kind, n]) => `${n} × ${kind}`)
        .join(', ')}`,
    );
  });
});
