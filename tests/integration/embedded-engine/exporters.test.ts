import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { partitionFor } from '#engine/core/messages.ts';
import { TASK_BY_MESSAGE as PROCESS } from '#tests/support/engine/diagram-builders.ts';
import { type Posted, recordsSink } from '#tests/support/engine/records-sink.ts';
import { RECORDS_PASSWORD, runEngine, type RunningEngine } from '#tests/support/engine/run-engine.ts';
import { eventually } from '#tests/support/wait.ts';

const PARTITIONS = 5;

describe('the exporters of the embedded engine', () => {
  let engine: RunningEngine;
  let sink: Awaited<ReturnType<typeof recordsSink>>;
  let refusals = 0;
  let published = 0;

  const publish = (correlationKey: string, variables: Record<string, unknown> = {}) =>
    engine.client.commands.publish({
      name: 'begin',
      correlationKey,
      messageId: `${(published += 1)}`,
      ttlMs: 60_000,
      variables: { requestId: correlationKey, ...variables },
    });
  const deployed = () =>
    engine.client.commands.deploy([{ name: PROCESS.name, content: Buffer.from(PROCESS.content, 'base64') }]);
  const instancesOf = (keys: readonly string[]): Set<unknown> =>
    new Set(
      sink
        .taken()
        .map(({ record }) => record)
        .filter(
          ({ valueType, intent }) =>
            valueType === 'MESSAGE_START_EVENT_SUBSCRIPTION' && intent === 'CORRELATED',
        )
        .map(({ value }) => value['correlationKey'])
        .filter((key) => keys.includes(String(key))),
    );
  const laneOf = ({ index, id }: { index: string; id: string }) =>
    `${index.split('_')[0]} ${id.split('-')[0]}`;
  const someKeys = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, at) => `${prefix}-${at}`);

  before(async () => {
    sink = await recordsSink(({ posted }) => {
      if (refusals === 0 || posted.length === 0) return { status: 200, errors: false };
      refusals -= 1;
      return refusals % 2 ? { status: 503, errors: false } : { status: 200, errors: true };
    });
    engine = await runEngine({ partitions: PARTITIONS, recordsPort: sink.port });
    await deployed();
  });

  afterEach(() => {
    refusals = 0;
  });

  after(async () => {
    await engine.end();
    await sink.end();
  });

  it('posts to each exporter what it takes, signed in, after asking for its settings', async () => {
    // given
    const [key = ''] = someKeys('first', 1);

    // when
    await publish(key);
    await eventually(() =>
      sink.posted().some(({ index }) => index.startsWith('slow-record_process-instance_')),
    );
    await eventually(() => sink.posted().some(({ index }) => index.startsWith('fast-record_user-task_')));

    // then
    expect(sink.calls)
      .to.include('PUT /fast-record*/_settings')
      .and.to.include('PUT /slow-record*/_settings');
    const expected = `Basic ${Buffer.from(`zeebe:${RECORDS_PASSWORD}`).toString('base64')}`;
    expect(new Set(sink.batches.map(({ authorization }) => authorization))).to.deep.equal(
      new Set([expected]),
    );
  });

  it('writes keys of all partitions as bare numbers, also past 2^53', async () => {
    // given
    const keys = someKeys('many', 20);

    // when
    await Promise.all(keys.map((key) => publish(key)));
    await eventually(() => instancesOf(keys).size === keys.length);
    await eventually(() =>
      sink.posted().some(({ index, id }) => index.includes('process-instance') && id.startsWith('5-')),
    );

    // then
    const partitions = new Set(keys.map((key) => partitionFor(key, PARTITIONS)));
    expect([...partitions].sort()).to.deep.equal([1, 2, 3, 4, 5]);
    const activated = sink
      .posted()
      .filter(({ id, record }) => id.startsWith('5-') && record.intent === 'ELEMENT_ACTIVATED')
      .map(({ line }) => BigInt(/"key":(\d+)/.exec(line)?.[1] ?? 0));
    expect(new Set(activated.map((key) => key >> 51n))).to.deep.equal(new Set([5n]));
    expect(new Set(activated).size).to.equal(activated.length);
    expect(activated.some((key) => key > 2n ** 53n && key % 2n === 1n)).to.equal(true);
  });

  it('posts the records of each exporter and partition in order', () => {
    // when
    const lanes = new Map<string, number[]>();
    for (const posted of sink.posted())
      lanes.set(laneOf(posted), [...(lanes.get(laneOf(posted)) ?? []), posted.record.position]);

    // then
    for (const positions of lanes.values())
      expect(positions).to.deep.equal([...new Set(positions)].sort((a, b) => a - b));
  });

  it('posts large records one after the other, so that no batch is larger than the api takes', async () => {
    // given
    const keys = someKeys('large', 100)
      .filter((key) => partitionFor(key, PARTITIONS) === 1)
      .slice(0, 5);
    const large = 'x'.repeat(2 * 1024 * 1024);
    const before = sink.batches.length;

    // when
    await Promise.all(keys.map((key) => publish(key, { large })));
    const isLarge = ({ record }: Posted) =>
      record.valueType === 'VARIABLE' && record.value['name'] === 'large';
    await eventually(() => sink.taken().filter(isLarge).length === keys.length);

    // then
    const sizes = sink.batches
      .slice(before)
      .map(({ posted }) => posted.reduce((sum, { line }) => sum + line.length, 0));
    expect(Math.max(...sizes)).to.be.lessThan(2 * large.length);
  });

  it('posts a batch again until it is taken, and nothing after it before', async () => {
    // given
    const keys = someKeys('refused', 3);
    const from = sink.batches.length;
    refusals = 4;

    // when
    await Promise.all(keys.map((key) => publish(key)));
    await eventually(() => refusals === 0 && instancesOf(keys).size === keys.length);

    // then
    const waiting = new Map<string, string>();
    for (const { posted, taken } of sink.batches.slice(from)) {
      const [first] = posted;
      if (!first) continue;
      const expected = waiting.get(laneOf(first));
      if (expected) expect(first.id).to.equal(expected);
      if (taken) waiting.delete(laneOf(first));
      else waiting.set(laneOf(first), first.id);
    }
    expect(sink.batches.slice(from).some(({ taken }) => !taken)).to.equal(true);
    await eventually(
      () => sink.taken().length >= new Set(sink.posted().map(({ index, id }) => index + id)).size,
    );
  });

  it('loses nothing that was acknowledged when it is killed, and posts the same records again at most', async () => {
    // given
    const keys = someKeys('killed', 200);
    refusals = Number.POSITIVE_INFINITY;

    // when
    const accepted: string[] = [];
    const publishing = Promise.all(
      keys.map((key) =>
        publish(key).then(
          () => accepted.push(key),
          () => undefined,
        ),
      ),
    );
    await eventually(() => accepted.length > 20);
    await engine.killAndStart();
    await publishing;
    refusals = 0;
    await eventually(() => instancesOf(accepted).size === accepted.length);

    // then
    expect(accepted.length).to.be.greaterThan(20);
    const lines = new Map<string, string>();
    const changed = sink.posted().filter(({ id, index, line }) => {
      const known = lines.get(`${index} ${id}`) ?? line;
      lines.set(`${index} ${id}`, known);
      return known !== line;
    });
    expect(changed).to.deep.equal([]);
  });

  it('goes on with its tasks and versions after a kill', async () => {
    // given
    const created = (): string[] =>
      sink.posted().flatMap(({ line }) => {
        const isCreated = line.includes('"valueType":"USER_TASK"') && line.includes('"intent":"CREATED"');
        return isCreated ? (/"userTaskKey":(\d+)/.exec(line)?.[1] ?? []) : [];
      });
    const before = new Set(created());
    await publish('task');
    const taskKey = await eventually(() => created().find((key) => !before.has(key)));

    // when
    await engine.killAndStart();
    const [definition] = await deployed();
    const response = await fetch(`${engine.restUrl}/v1/user-tasks/${taskKey}/completion`, { method: 'POST' });

    // then
    expect(definition?.version).to.equal(1);
    expect(response.status).to.equal(204);
  });
});
