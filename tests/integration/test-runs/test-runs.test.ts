import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ABANDONED_AFTER_MS } from '#api/modules/test-runs/execution/test-run-driver.ts';
import type { TestRun } from '#common/contract/index.ts';
import { advanceClock } from '#tests/support/engine/clock.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { ANALYST, trialBench } from './with-test-runs.ts';

/** What a test run must leave as it was. */
const QUIET = [
  'outbox',
  'notifications',
  'tasks',
  'requests',
  'request_events',
  'interactions',
  'process_definitions',
];

type Task = TestRun['tasks'][number];

/** Whether the read side knows all that it is to know of a task. */
const isWhole = ({ forWhom }: Task) => forWhom !== null;

describe('test runs of drafts', () => {
  const bench = useFixture(trialBench, (made) => made.close());

  const example = async (draftId: string) => (await bench.runs.plan(draftId)).example;
  const start = async (
    draftId: string,
    given: { fast?: boolean; variables?: object; answers?: object } = {},
  ) =>
    bench.runs.start(
      draftId,
      {
        variables: { ...(await example(draftId)), ...given.variables },
        answers: (given.answers ?? {}) as never,
        fast: given.fast ?? false,
      },
      ANALYST,
    );
  const counts = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      await Promise.all(
        QUIET.map(async (table) => [table, Number((await bench.db(table).count({ n: '*' }))[0]?.n)] as const),
      ),
    );
  const reaches = (id: string, holds: (run: TestRun) => unknown): Promise<TestRun> =>
    bench.until(async () => {
      const run = await bench.runs.get(id);
      return holds(run) ? run : undefined;
    });
  const taskAt = async (id: string, elementId: string) => {
    const stands = (task: Task) => task.elementId === elementId && isWhole(task);
    const run = await reaches(id, ({ tasks }) => tasks.some(stands));
    return run.tasks.find(stands) as Task;
  };
  const isClean = (id: string) =>
    bench.until(
      async () => (await bench.db('test_runs').where({ id }).whereNotNull('cleaned_at').first()) as object,
    );
  /** Waits for the records that the engine still owes to earlier files: they come before those of a run. */
  const whatEarlierFilesLeft = async (draft: string) => {
    const { id } = await start(draft);
    await reaches(id, ({ tasks }) => tasks.length > 0);
    await bench.runs.end(id, ANALYST);
    await isClean(id);
  };

  it('takes road-defect to its end by examples, and nothing leaves the house', async () => {
    // given
    const draft = bench.draft('road-defect');
    await whatEarlierFilesLeft(draft);
    const before = await counts();

    // when
    const { id } = await start(draft, { fast: true });
    const run = await reaches(id, ({ state }) => state === 'ended');

    // then
    expect(run).to.include({ result: 'completed', problem: null });
    expect(run.effects.map(({ jobType }) => jobType)).to.include.members([
      'shared.record-routing',
      'road-defect.plan-repair',
      'shared.deliver-answer',
    ]);
    expect(run.instances.map(({ processKey }) => processKey)).to.include('feedback-and-appeal');
    expect(await counts()).to.deep.equal(before);
  });

  it('notes what work was given, and answers as it was told', async () => {
    // given
    const draft = bench.draft('road-defect');
    const answers = { 'road-defect/Task_RecordRouting': { complete: { routed: false } } };

    // when
    const { id } = await start(draft, { answers });
    const run = await reaches(id, ({ tasks }) => tasks.length > 0);

    // then
    const [recorded] = run.effects;
    expect(recorded).to.deep.include({
      elementId: 'Task_RecordRouting',
      outcome: { complete: { routed: false } },
    });
    expect(recorded?.inputs).to.include({ requestId: id, decided: true });
    expect(run.tasks.map(({ elementId }) => elementId)).to.deep.equal(['Task_Triage']);
    await bench.runs.end(id, ANALYST);
  });

  it('throws the error that was chosen, so that its path is taken', async () => {
    // given
    const draft = bench.draft('road-defect');
    const answers = { 'road-defect/Task_PlanRepair': { bpmnError: 'Error_NoCrew' } };
    const { id } = await start(draft, { answers });

    // when
    const fill = async (elementId: string, data: object) =>
      bench.runs.complete(id, (await taskAt(id, elementId)).taskKey, data as Record<string, unknown>);
    await fill('Task_CheckDanger', { decision: 'inspect' });
    const inspect = await taskAt(id, 'Task_InspectDefect');
    await bench.runs.complete(id, inspect.taskKey, inspect.example ?? {});

    // then
    expect(await taskAt(id, 'Task_DispatchCrew')).to.include({ processKey: 'road-defect' });
    await bench.runs.end(id, ANALYST);
  });

  it('skips time: the reminders come before the end of the time for a reply', async () => {
    // given
    const draft = bench.draft('ask-citizen');
    const { id } = await start(draft);
    const waiting = await reaches(id, ({ timers }) => timers.length === 2);
    expect(waiting.timers.map(({ elementId, time }) => [elementId, time])).to.deep.equal([
      ['Event_TimeToRemind', 'R2/P3D'],
      ['Event_ReplyTimeRanOut', 'P10D'],
    ]);

    // when
    await bench.runs.skip(id, waiting.timers[1]?.awaitedKey ?? '');
    const run = await reaches(id, ({ state }) => state === 'ended');

    // then
    expect(run.result).to.equal('completed');
    expect(run.effects.map(({ jobType }) => jobType)).to.include.members([
      'shared.remind-citizen',
      'shared.resume-work',
    ]);
    const days = (Date.parse(run.now) - Date.parse(waiting.now)) / 86_400_000;
    expect(days).to.be.within(9.9, 10.1);
  });

  it('sends a message that is awaited, to this run alone', async () => {
    // given
    const draft = bench.draft('ask-citizen');
    const [one, two] = [await start(draft), await start(draft)];
    const waiting = await reaches(one.id, ({ messages }) => messages.length > 0);
    await reaches(two.id, ({ messages }) => messages.length > 0);

    // when
    await bench.runs.send(one.id, waiting.messages[0]?.awaitedKey ?? '', {});
    const ended = await reaches(one.id, ({ state }) => state === 'ended');

    // then
    expect(ended.result).to.equal('completed');
    const other = await bench.runs.get(two.id);
    expect(other).to.include({ state: 'running' });
    expect(other.messages.map(({ message }) => message)).to.deep.equal(['citizen-replied']);
    await bench.runs.end(two.id, ANALYST);
  });

  it('takes what it brought to the engine out again when it is left', async () => {
    // given
    const draft = bench.draft('road-defect');
    const { id } = await start(draft);
    await reaches(id, ({ tasks }) => tasks.length > 0);
    const { prefix } = (await bench.db('test_runs').where({ id }).first()) as { prefix: string };

    // when
    await bench.runs.end(id, ANALYST);
    await isClean(id);

    // then
    const again = await bench.commands
      .createInstance({ processKey: `${prefix}-road-defect`, variables: {} })
      .catch((error: Error) => error.name);
    expect(again).to.be.oneOf(['EngineInstanceNotFound', 'EngineRejected']);
    const left = await bench
      .db('process_instances')
      .whereLike('process_key', `${prefix}%`)
      .where({ state: 'active' });
    expect(left).to.deep.equal([]);
  });

  it('cleans up after a node that died while it started a run', async () => {
    // given
    const draft = bench.draft('ask-citizen');
    const { id } = await start(draft);
    await reaches(id, ({ messages }) => messages.length > 0);
    const died = { state: 'starting', resources: [], instance_key: null };

    // when
    await bench.db('test_runs').where({ id }).update(died);
    await advanceClock(ABANDONED_AFTER_MS);
    await isClean(id);

    // then
    expect(await bench.runs.get(id)).to.include({ state: 'ended', result: 'left' });
    const row = (await bench.db('test_runs').where({ id }).first()) as { resources: string[] };
    expect(row.resources).not.to.deep.equal([]);
  });

  it('is left when nobody looks at it any more', async () => {
    // given
    const { id } = await start(bench.draft('ask-citizen'));
    await reaches(id, ({ messages }) => messages.length > 0);

    // when
    await advanceClock(ABANDONED_AFTER_MS + 60_000);

    // then
    expect(await reaches(id, ({ state }) => state === 'ended')).to.include({ result: 'left' });
    await isClean(id);
  });

  it('says where it stands still, and why', async () => {
    // given
    const draft = bench.draft('ask-citizen', ({ name, content }) => ({
      name,
      content: name === 'ask-citizen.bpmn' ? content.replace('=replyWindow</', '=noSuchPeriod</') : content,
    }));

    // when
    const { id } = await start(draft, { fast: true });
    const run = await reaches(id, ({ problem }) => problem !== null);

    // then
    expect(run).to.include({ problem: 'incident', fast: false });
    expect(run.incidents.map(({ elementId }) => elementId)).to.deep.equal(['Task_AwaitReply']);
    await bench.runs.end(id, ANALYST);
    expect(await bench.runs.get(id)).to.include({ result: 'stuck' });
  });

  it('refuses data that the form does not take', async () => {
    // given
    const { id } = await start(bench.draft('road-defect'));
    const task = await taskAt(id, 'Task_CheckDanger');

    // when
    const refused = await bench.runs
      .complete(id, task.taskKey, { decision: 'dance' })
      .catch((error) => error);

    // then
    expect(refused).to.include({ code: 'invalid-test-data' });
    expect(JSON.parse(task.forWhom ?? ''))
      .to.be.an('array')
      .with.length(1);
    await bench.runs.end(id, ANALYST);
  });

  it('is refused as long as a rule about the files is broken, and brings nothing to the engine', async () => {
    // given
    const second = '<bpmn:process id="escalate" isExecutable="true" /></bpmn:definitions>';
    const draft = bench.draft('ask-citizen', ({ name, content }) => ({
      name,
      content: name === 'ask-citizen.bpmn' ? content.replace('</bpmn:definitions>', second) : content,
    }));
    const runs = async () => (await bench.db('test_runs').count({ n: '*' }))[0]?.['n'];
    const before = await runs();

    // when
    const plan = await bench.runs.plan(draft);
    const refused = await bench.runs
      .start(draft, { variables: {}, fast: false }, ANALYST)
      .catch((error: unknown) => error);

    // then
    expect(plan.cannot).to.deep.equal({ reason: 'rules', file: 'ask-citizen.bpmn', elementId: '' });
    expect(refused).to.include({ code: 'draft-not-testable' });
    expect(await runs()).to.equal(before);
  });

  it('ends the check of data that a form would try for ever', async () => {
    // given
    const draft = bench.draft('transfer', ({ name, content }) => ({
      name,
      content:
        name === 'forms/transfer/accept.json'
          ? content.replace(/"pattern": "[^"]*"/, '"pattern": "^(a{1,30}){1,30}$"')
          : content,
    }));
    const { id } = await start(draft, { variables: { department: 'rmto' } });
    const task = await taskAt(id, 'Task_AcceptTransfer');

    // when
    const refused = await bench.runs
      .complete(id, task.taskKey, { decision: 'propose', proposed: `${'a'.repeat(32)}!`, reason: 'x' })
      .catch((error: unknown) => error);

    // then
    expect(refused).to.include({ code: 'invalid-test-data' });
    await bench.runs.end(id, ANALYST);
  });

  it('shows the first of very many tasks and variables, with their path, and counts the others', async () => {
    // given
    const each =
      '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=all" inputElement="one" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';
    const draft = bench.draft('transfer', ({ name, content }) => ({
      name,
      content:
        name === 'transfer.bpmn'
          ? content.replace(
              /(<bpmn:userTask id="Task_AcceptTransfer"[^]*?)(<\/bpmn:userTask>)/,
              `$1${each}$2`,
            )
          : content,
    }));
    const all = Array.from({ length: 300 }, (_, n) => n);
    const whole = ({ tasks, more, instances: [own] }: TestRun) =>
      tasks.length + more.tasks === 300 &&
      tasks.every(isWhole) &&
      own &&
      own.moreVariables > 500 &&
      own.elements.some(({ elementId, active }) => elementId === 'Task_AcceptTransfer' && active >= 300);

    // when
    const { id } = await start(draft, { variables: { all } });
    const run = await reaches(id, whole);

    // then
    expect(run.tasks).to.have.length(20);
    expect(run.tasks.every(({ example }) => example !== null)).to.equal(true);
    const [own] = run.instances;
    expect(own?.variables).to.have.length(100);
    expect(own?.variables[0]).to.deep.include({ elementId: null, name: 'all' });
    expect(own?.elements).to.deep.include({
      elementId: 'Task_OfferTransfer',
      active: 0,
      done: 1,
      ended: 0,
    });
    expect(run.more).to.include({ instances: 0, effects: 0, incidents: 0 });
    await bench.runs.end(id, ANALYST);
  });

  it('starts no second run when a start is sent again, and no fourth at once', async () => {
    // given
    const draft = bench.draft('ask-citizen');
    const variables = await example(draft);
    const given = { id: crypto.randomUUID(), variables, fast: false };

    // when
    const [first, second] = [
      await bench.runs.start(draft, given, { by: 'analyst.second' }),
      await bench.runs.start(draft, given, { by: 'analyst.second' }),
    ];
    const others = [];
    for (let n = 0; n < 3; n += 1)
      others.push(
        await bench.runs.start(draft, { variables, fast: false }, { by: 'analyst.second' }).then(
          ({ id }) => id,
          (error: { code: string }) => error.code,
        ),
      );

    // then
    expect(second.id).to.equal(first.id);
    expect(others[2]).to.equal('too-many-test-runs');
    for (const id of [first.id, ...others.slice(0, 2)]) await bench.runs.end(id, ANALYST);
  });
});
