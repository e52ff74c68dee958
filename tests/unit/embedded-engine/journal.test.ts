import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Rejection } from '../../../engine/core/rejection.ts';
import { openHost, type Host } from '../../../engine/store/host.ts';
import { exporterSettings, journalFile } from '../../../engine/settings.ts';
import { filesBelow, ROOT } from '../../support/diagrams/project-files.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const DAY_MS = 86_400_000;
const STEPS = 400;
const TYPES = ['record-routing', 'ask-citizen', 'resume-work', 'deliver-answer', 'close-request'];
const DECISIONS = [
  { decision: 'answer' },
  { decision: 'ask-citizen' },
  { decision: 'transfer', transferTo: 'railways' },
];

describe('the journal of the embedded engine', function () {
  this.timeout(60_000);
  let root: string;
  let home: string;
  const hosts: Host[] = [];

  const open = async (): Promise<Host> => {
    const host = await openHost({ home, partitions: 3, exporters: exporterSettings() });
    hosts.push(host);
    return host;
  };
  const written = ({ log }: Host): string[] =>
    log.outgoing.flatMap(({ lines }) => lines.map(({ text }) => text));
  const deploy = (host: Host) =>
    host.deploy(
      [...filesBelow('processes', '.bpmn'), ...filesBelow('processes', '.dmn')].map((file) => ({
        name: basename(file),
        content: readFileSync(join(ROOT, file)).toString('base64'),
      })),
    );
  const openTasks = (host: Host): string[] => {
    const states = new Map<string, string>();
    for (const line of written(host)) {
      if (!line.includes('"valueType":"USER_TASK"')) continue;
      states.set(/"userTaskKey":(\d+)/.exec(line)?.[1] ?? '', /"intent":"(\w+)"/.exec(line)?.[1] ?? '');
    }
    return [...states].filter(([, intent]) => intent !== 'COMPLETED').map(([key]) => key);
  };
  const jobsOf = (host: Host) =>
    TYPES.flatMap((type) =>
      host.execute({
        do: 'activate-jobs',
        type: `shared.${type}`,
        worker: 'w',
        max: 99,
        timeoutMs: DAY_MS,
        fetch: [],
      }),
    ).map(({ job, variables }) => [job.key, job.retries, variables]);
  /** Whether a rejection was the answer does not matter here. */
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
  };

  /** Lives a life of requests, the same one for the same seed. */
  const live = (host: Host, seed: number): void => {
    const { int: random } = seededRandom(seed);
    const publish = (name: string, correlationKey: string, variables: Record<string, unknown>) =>
      host.execute({
        do: 'publish',
        name,
        correlationKey,
        messageId: `${random(50)}`,
        ttlMs: random(2) * DAY_MS,
        variables,
      });
    const acts = [
      (id: string) =>
        publish('request.citizen-request', id, {
          requestId: id,
          service: random(5) ? 'road-damage' : 'nobody-knows-it',
          region: 'tehran',
          channel: 'web',
          priority: 'normal',
          feedbackWindow: random(9) ? 'P15D' : 'for ever',
          replyWindow: 'P10D',
        }),
      (id: string) => publish('citizen-replied', id, {}),
      (id: string) => publish('citizen-feedback', id, { feedback: random(2) ? 'reopened' : 'confirmed' }),
      () => {
        const type = `shared.${TYPES[random(TYPES.length)]}`;
        const activation = { type, worker: 'w', max: 5, timeoutMs: DAY_MS, fetch: [] };
        for (const { job } of host.execute({ do: 'activate-jobs', ...activation })) {
          const jobKey = job.key;
          if (random(6)) host.execute({ do: 'complete-job', jobKey, variables: {} });
          else host.execute({ do: 'fail-job', jobKey, retries: random(3), backOffMs: DAY_MS, message: 'x' });
        }
      },
      () => {
        const tasks = openTasks(host);
        const taskKey = tasks[random(tasks.length)] ?? '';
        const variables = DECISIONS[random(DECISIONS.length)] ?? {};
        host.execute({ do: 'assign-task', taskKey, assignee: 'sara', action: '', allowOverride: false });
        if (random(4)) host.execute({ do: 'complete-task', taskKey, action: 'a', variables });
      },
      () =>
        host.moveClock(({ offsetMs, pinnedMs }) => ({ offsetMs: offsetMs + random(3) * DAY_MS, pinnedMs })),
    ];
    for (let step = 0; step < STEPS; step += 1)
      attempt(() => acts[random(acts.length)]?.(`request-${random(40)}`));
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'engine-engine-'));
    home = root;
  });

  afterEach(() => {
    for (const host of hosts.splice(0)) host.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('gives the same records and the same state again, whatever happened', async () => {
    for (const seed of [1, 2, 3]) {
      // given
      home = mkdtempSync(join(root, 'life-'));
      const first = await open();
      await deploy(first);
      live(first, seed);

      // when
      const second = await open();

      // then
      expect(written(second)).to.deep.equal(written(first));
      expect(jobsOf(second)).to.deep.equal(jobsOf(first));
    }
  });

  it('forgets a command whose line was cut off by the end of the process', async () => {
    // given
    const first = await open();
    await deploy(first);
    const before = written(first);
    appendFileSync(journalFile({ home }), '{"at":1,"command":{"do":"publ');

    // when
    const second = await open();
    const replayed = written(second);
    await deploy(second);
    const third = await open();

    // then
    expect(replayed).to.deep.equal(before);
    expect(written(third)).to.deep.equal(written(second));
  });
});
