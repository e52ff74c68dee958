import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { EngineInstanceNotFound, EngineRejected, EngineUnavailable } from '#api/engine/engine-port.ts';
import { openZeebe, type ZeebeClient } from '#api/engine/zeebe-client.ts';
import {
  aDiagram,
  callActivity,
  end,
  serviceTask,
  start,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { recordsSink } from '#tests/support/engine/records-sink.ts';
import { runEngine, type RunningEngine } from '#tests/support/engine/run-engine.ts';
import { eventually } from '#tests/support/wait.ts';

const steps = (...ids: string[]) =>
  aDiagram('steps', start() + ids.map((id) => userTask(id)).join('') + end(), [
    ...[`Start -> ${ids[0]}`, `${ids.at(-1)} -> End`],
    ...ids.slice(1).map((id, at) => `${ids[at]} -> ${id}`),
  ]);
const WORK = aDiagram('work', start() + serviceTask('Work', 'work') + end(), [
  'Start -> Work',
  'Work -> End',
]);
const CALLING = aDiagram('calling', start() + callActivity('Call', 'steps') + end(), [
  'Start -> Call',
  'Call -> End',
]);
const TABLE = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="Sizes" name="Sizes" namespace="test">
  <decision id="size" name="Size"><decisionTable id="T" hitPolicy="UNIQUE">
    <input id="I"><inputExpression id="IE" typeRef="number"><text>amount</text></inputExpression></input>
    <output id="O" name="size" typeRef="string" />
    <rule id="Small"><inputEntry id="E1"><text>&lt; 10</text></inputEntry><outputEntry id="O1"><text>"small"</text></outputEntry></rule>
    <rule id="Few"><inputEntry id="E2"><text>&lt; 5</text></inputEntry><outputEntry id="O2"><text>"few"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>`;

/** Keys of the fourth partition and beyond do not fit a running. */
const PARTITIONS = 5;

describe('What operators ask of the engine', () => {
  let running: RunningEngine;
  let sink: Awaited<ReturnType<typeof recordsSink>>;
  const engine = () => running.client.commands;

  const deployed = async (...diagrams: { name: string; content: string }[]) => {
    const resources = diagrams.map(({ name, content }) => ({
      name,
      content: Buffer.from(content, 'base64'),
    }));
    return (await engine().deployAll(resources)).processes;
  };
  const refusal = (command: Promise<unknown>): Promise<Error> =>
    command.then(
      () => new Error('accepted'),
      (error: Error) => error,
    );
  /** Waits for a record, and gives back its key with all digits. */
  const keyOf = async (valueType: string, intent: string, instanceKey: string, elementId = '') => {
    const found = await eventually(() =>
      sink
        .taken()
        .find(
          ({ record, line }) =>
            record.valueType === valueType &&
            record.intent === intent &&
            line.includes(`"processInstanceKey":${instanceKey}`) &&
            (!elementId || record.value['elementId'] === elementId),
        ),
    );
    return /"key":(\d+)/.exec(found.line)?.[1] ?? '';
  };

  before(async () => {
    sink = await recordsSink();
    running = await runEngine({ partitions: PARTITIONS, recordsPort: sink.port });
    await deployed(steps('One', 'Two'), WORK, CALLING);
  });

  after(async () => {
    await running.end();
    await sink.end();
  });

  it('starts an instance before an element of a version, and cancels it once', async () => {
    // given
    const [definition] = await deployed(steps('One', 'Two', 'Three'));
    // when
    const created = await engine().createInstance({
      processKey: 'steps',
      version: 1,
      variables: { a: 1 },
      startBefore: ['Two'],
    });
    // then
    expect(created).to.include({ processKey: 'steps', version: 1 });
    expect(created.definitionKey).not.to.equal(definition?.key);
    await keyOf('USER_TASK', 'CREATED', created.instanceKey, 'Two');
    await engine().cancelInstance(created.instanceKey);
    expect(await refusal(engine().cancelInstance(created.instanceKey))).to.be.instanceOf(
      EngineInstanceNotFound,
    );
  });

  it('starts the definition that is named by key, with keys past 2^53', async () => {
    // given
    const [definition] = await deployed(steps('One', 'Two', 'Three'));
    const definitionKey = definition?.key ?? '';
    // when
    const created = await Promise.all(
      Array.from({ length: PARTITIONS }, () => engine().createInstance({ definitionKey, variables: {} })),
    );
    // then
    expect(created.map((one) => one.definitionKey)).to.deep.equal(created.map(() => definitionKey));
    const largest =
      created
        .map(({ instanceKey }) => BigInt(instanceKey))
        .sort()
        .at(-1) ?? 0n;
    expect(largest > 2n ** 53n).to.equal(true);
    for (const { instanceKey } of created) await engine().cancelInstance(instanceKey);
  });

  it('refuses to start what is not there', async () => {
    // then
    const where = { variables: {}, startBefore: ['Nowhere'] };
    expect(await refusal(engine().createInstance({ processKey: 'nobody', variables: {} }))).to.be.instanceOf(
      EngineRejected,
    );
    expect(await refusal(engine().createInstance({ processKey: 'steps', ...where }))).to.be.instanceOf(
      EngineRejected,
    );
  });

  it('does not cancel a called process alone', async () => {
    // given
    const { instanceKey } = await engine().createInstance({ processKey: 'calling', variables: {} });
    const found = await eventually(() =>
      sink.taken().find(({ line }) => line.includes(`"parentProcessInstanceKey":${instanceKey}`)),
    );
    const child = /"processInstanceKey":(\d+)/.exec(found.line)?.[1] ?? '';
    // then
    expect(await refusal(engine().cancelInstance(child))).to.be.instanceOf(EngineRejected);
    await engine().cancelInstance(instanceKey);
  });

  it('gives a failed job new tries and resolves its incident', async () => {
    // given
    const { instanceKey } = await engine().createInstance({ processKey: 'work', variables: {} });
    const jobKey = await keyOf('JOB', 'CREATED', instanceKey);
    const take = async () => {
      const ending = new AbortController();
      const request = { type: 'work', worker: 'test', maxJobs: 1, timeoutMs: 60_000, longPollMs: 2_000 };
      let taken = '';
      const onJobs = ([job]: { key: string }[]): void => {
        taken = job?.key ?? '';
      };
      await running.client.jobs.activate({ ...request, fetchVariables: [] }, onJobs, ending.signal);
      return taken;
    };
    await take();
    await running.client.jobs.fail({ jobKey, retries: 0, retryBackOffMs: 0, message: 'no' });
    const incidentKey = await keyOf('INCIDENT', 'CREATED', instanceKey);
    // when
    await engine().setJobRetries({ jobKey, retries: 2 });
    await engine().resolveIncident(incidentKey);
    // then
    expect(await take()).to.equal(jobKey);
    expect(await refusal(engine().resolveIncident(incidentKey))).to.be.instanceOf(EngineInstanceNotFound);
    expect(await refusal(engine().setJobRetries({ jobKey: '1', retries: 1 }))).to.be.instanceOf(
      EngineInstanceNotFound,
    );
    expect(await refusal(engine().setJobRetries({ jobKey, retries: 0 }))).to.be.instanceOf(EngineRejected);
    await running.client.jobs.complete(jobKey, {});
  });

  it('sets variables where they are known, or where it is told', async () => {
    // given
    const { instanceKey } = await engine().createInstance({ processKey: 'steps', variables: { a: 1 } });
    const elementKey = await keyOf('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', instanceKey, 'One');
    // when
    await engine().setVariables({ elementKey, variables: { a: 2 }, local: false });
    await engine().setVariables({ elementKey, variables: { a: 3 }, local: true });
    // then
    const seen = () =>
      sink
        .taken()
        .filter(
          ({ record, line }) =>
            record.valueType === 'VARIABLE' && line.includes(`"processInstanceKey":${instanceKey}`),
        )
        .map(
          ({ record, line }) =>
            `${record.intent} ${record.value['value']} ${line.includes(`"scopeKey":${instanceKey}`)}`,
        );
    await eventually(() => seen().length === 3);
    expect(seen()).to.deep.equal(['CREATED 1 true', 'UPDATED 2 true', 'CREATED 3 false']);
    expect(
      await refusal(engine().setVariables({ elementKey: '1', variables: {}, local: true })),
    ).to.be.instanceOf(EngineInstanceNotFound);
    await engine().cancelInstance(instanceKey);
  });

  it('moves a token, all or nothing', async () => {
    // given
    const { instanceKey } = await engine().createInstance({ processKey: 'steps', variables: {} });
    const one = await keyOf('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', instanceKey, 'One');
    // when
    const wrong = await refusal(
      engine().modifyInstance({ instanceKey, activate: [{ elementId: 'Two' }], terminate: ['1'] }),
    );
    await engine().modifyInstance({
      instanceKey,
      activate: [{ elementId: 'Two', variables: { b: 1 } }],
      terminate: [one],
    });
    // then
    expect(wrong).to.be.instanceOf(EngineRejected);
    await keyOf('USER_TASK', 'CREATED', instanceKey, 'Two');
    await keyOf('PROCESS_INSTANCE_MODIFICATION', 'MODIFIED', instanceKey);
    await engine().cancelInstance(instanceKey);
    const gone = engine().modifyInstance({ instanceKey, activate: [{ elementId: 'Two' }], terminate: [] });
    expect(await refusal(gone)).to.be.instanceOf(EngineInstanceNotFound);
  });

  it('moves an instance to another version, and says what the engine cannot move', async () => {
    // given
    const [target] = await deployed(steps('One', 'Between', 'Two'));
    const targetDefinitionKey = target?.key ?? '';
    const { instanceKey } = await engine().createInstance({ processKey: 'steps', version: 1, variables: {} });
    // when
    const without = await refusal(
      engine().migrateInstance({ instanceKey, targetDefinitionKey, mapping: [] }),
    );
    await engine().migrateInstance({
      instanceKey,
      targetDefinitionKey,
      mapping: [{ from: 'One', to: 'One' }],
    });
    // then
    expect(without).to.be.instanceOf(EngineRejected);
    await keyOf('USER_TASK', 'MIGRATED', instanceKey, 'One');
    await engine().cancelInstance(instanceKey);
  });

  it('evaluates a decision, also one that fails, and deletes it', async () => {
    // given
    const { decisions } = await engine().deployAll([{ name: 'size.dmn', content: Buffer.from(TABLE) }]);
    const { key: decisionKey = '', requirementsKey = '' } = decisions[0] ?? {};
    // when
    const good = await engine().evaluateDecision({ decisionId: 'size', variables: { amount: 7 } });
    const none = await engine().evaluateDecision({ decisionKey, variables: { amount: 70 } });
    const bad = await engine().evaluateDecision({ decisionKey, variables: { amount: 3 } });
    // then
    expect(good).to.deep.include({
      output: 'small',
      inputs: [{ name: 'amount', value: 7 }],
      matchedRules: [{ ruleId: 'Small', index: 1, outputs: { size: 'small' } }],
      failure: undefined,
    });
    expect(none).to.deep.include({ output: null, matchedRules: [], failure: undefined });
    expect(bad.failure).to.contain('more than one row');
    await engine().deleteResource(requirementsKey);
    const again = engine().evaluateDecision({ decisionId: 'size', variables: { amount: 7 } });
    expect(await refusal(again)).to.be.instanceOf(EngineRejected);
    expect(await refusal(engine().deleteResource(requirementsKey))).to.be.instanceOf(EngineInstanceNotFound);
  });

  it('keeps a definition while an instance runs', async () => {
    // given
    const [definition] = await deployed(steps('Only'));
    const resourceKey = definition?.key ?? '';
    const { instanceKey } = await engine().createInstance({ definitionKey: resourceKey, variables: {} });
    // then
    expect(await refusal(engine().deleteResource(resourceKey))).to.be.instanceOf(EngineRejected);
    await engine().cancelInstance(instanceKey);
    await engine().deleteResource(resourceKey);
  });

  it('describes the cluster', async () => {
    // when
    const { brokers, partitionsCount } = await engine().topology();
    // then
    expect(partitionsCount).to.equal(PARTITIONS);
    expect(brokers[0]?.partitions).to.have.length(PARTITIONS);
    expect(brokers[0]?.partitions[0]).to.deep.equal({ partition: 1, role: 'leader', health: 'healthy' });
  });

  it('answers a worker that asks for jobs of no type at once', async () => {
    // given
    const request = { type: '', worker: 'test', maxJobs: 1, timeoutMs: 60_000, longPollMs: 20_000 };
    const ending = new AbortController();

    // when
    const refused = await running.client.jobs
      .activate({ ...request, fetchVariables: [] }, () => {}, ending.signal)
      .then(
        () => '',
        (error: Error) => error.message,
      );

    // then
    expect(refused).to.contain('INVALID_ARGUMENT');
  });

  it('knows that nothing happened when the engine cannot be reached', async () => {
    // given
    const nowhere: ZeebeClient = openZeebe({ address: '127.0.0.1:1', restUrl: running.restUrl });
    // when
    const error = await refusal(nowhere.commands.createInstance({ processKey: 'steps', variables: {} }));
    // then
    expect(error).to.be.instanceOf(EngineUnavailable).and.to.include({ uncertain: false });
    await nowhere.close();
  });
});
