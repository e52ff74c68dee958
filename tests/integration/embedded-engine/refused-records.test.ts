import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { TASK_BY_MESSAGE as PROCESS } from '#tests/support/engine/diagram-builders.ts';
import { memoryOf } from '#tests/support/engine/process-usage.ts';
import { recordsSink } from '#tests/support/engine/records-sink.ts';
import { runEngine, type RunningEngine } from '#tests/support/engine/run-engine.ts';
import { eventually } from '#tests/support/wait.ts';

const HOUR_MS = 3_600_000;
const MB = 1024 * 1024;
/** Characters of a variable: with its other records, an instance writes some more. */
const LONG = 40_000;
const TAKEN = 1_000;
const REFUSED = 6_000;
const AT_ONCE = 50;
/** The engine keeps 32 MB of records for exporters that keep up; the others it reads again. */
const MOST_GROWTH = 120 * MB;

describe('records of the embedded engine that are refused for an hour', function () {
  this.timeout(300_000);
  let engine: RunningEngine;
  let sink: Awaited<ReturnType<typeof recordsSink>>;
  let refusing = false;
  let published = 0;
  const begun = new Set<string>();
  /** The last position of each exporter, and those that came after a later one. */
  const last = new Map<string, number>();
  const late: string[] = [];

  before(async () => {
    sink = await recordsSink(
      ({ posted }) => {
        if (refusing && posted.length > 0) return { status: 503, errors: false };
        for (const { index, record } of posted) {
          const [exporter = ''] = index.split('-');
          if (record.position <= (last.get(exporter) ?? 0)) late.push(`${exporter} ${record.position}`);
          last.set(exporter, record.position);
          if (record.valueType === 'MESSAGE_START_EVENT_SUBSCRIPTION' && record.intent === 'CORRELATED')
            begun.add(String(record.value['correlationKey']));
        }
        return { status: 200, errors: false };
      },
      { keeps: false },
    );
    engine = await runEngine({ recordsPort: sink.port, gathersMs: 100 });
    await engine.client.commands.deploy([
      { name: PROCESS.name, content: Buffer.from(PROCESS.content, 'base64') },
    ]);
  });

  after(async () => {
    await engine.end();
    await sink.end();
  });

  async function start(count: number): Promise<void> {
    const to = published + count;
    const one = async (): Promise<void> => {
      while (published < to) {
        const key = String((published += 1));
        const variables = { requestId: key, long: 'x'.repeat(LONG) };
        await engine.client.commands.publish({
          name: 'begin',
          correlationKey: key,
          messageId: key,
          ttlMs: 0,
          variables,
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }

  it('take no more memory the more there are, and come in their order when they are taken again', async () => {
    // given
    await start(TAKEN);
    await eventually(() => begun.size === TAKEN, { timeout: 60_000 });
    const before = memoryOf(engine.pid()).most;

    // when
    refusing = true;
    await start(REFUSED / 2);
    await fetch(`${engine.managementUrl}/actuator/clock/add`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offsetMilli: HOUR_MS }),
    });
    await start(REFUSED / 2);

    // then
    expect(begun.size).to.equal(TAKEN);
    expect(memoryOf(engine.pid()).most - before, 'bytes more').to.be.lessThan(MOST_GROWTH);

    // when
    refusing = false;

    // then
    await eventually(() => begun.size === TAKEN + REFUSED, { timeout: 120_000 });
    expect(late).to.deep.equal([]);
  });
});
