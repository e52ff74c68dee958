import autocannon from 'autocannon';
import { aDatabase } from '#tests/support/database.ts';
import { ring, tableWith } from '#tests/support/diagrams/hostile-files.ts';
import { bearer } from '#tests/support/sign-in/tokens.ts';
import { eventually } from '#tests/support/wait.ts';
import type { Options } from '../options.ts';
import { startHelper } from '../support/programs.ts';
import type { Figure } from '../support/report.ts';
import { startBenchApi } from '../support/start-api.ts';
import { median, medianRatio } from '../support/statistics.ts';

const SECTION = 'hostile drafts';
const ANALYST = 'analyst';
const STRANGERS_PER_SECOND = 100;
const CONNECTIONS = 50;
/** A tenth of the time in which a page still feels as if it answered at once. */
const MAX_MS = 100;

/** Content that a draft is checked with, over and over, while strangers ask. */
const HOSTILE = [
  tableWith('count(for i in 1..2000000000 return i)'),
  tableWith('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")'),
  ring(6_000),
];

/** How long strangers wait for the list of services while an analyst's drafts ask for what does not end,
 *  beside the same strangers
 *  with nobody else there. The two take turns. */
export async function hostile(options: Options): Promise<Figure[]> {
  const { rounds, seconds } = options.hostile;
  const gateway = await startHelper('gateway-server.ts');
  const database = await aDatabase({ max: 2 });
  const api = await startBenchApi({
    databaseUrl: database.url,
    engine: gateway,
    profileInto: options.profileInto,
  });
  try {
    await eventually(() => database.db('process_deployments').where({ result: 'deployed' }).first(), {
      timeout: 120_000,
    });
    const analyst = analystAt(api.url);
    const drafts = await Promise.all(HOSTILE.map((file) => analyst.draftWith(file)));
    await sendForeignRequests(api.url, seconds);
    const alone: number[] = [];
    const beside: number[] = [];
    let checks = 0;
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await sendForeignRequests(api.url, seconds));
      const over = new AbortController();
      const checking = (async () => {
        for (let n = 0; !over.signal.aborted; n += 1) {
          await analyst.check(drafts[n % drafts.length] as string);
          checks += 1;
        }
      })();
      beside.push(await sendForeignRequests(api.url, seconds));
      over.abort();
      await checking;
    }
    return [
      {
        section: SECTION,
        name: `answer to a stranger while hostile drafts are checked, ${STRANGERS_PER_SECOND}/s, p99`,
        unit: 'ms',
        value: median(beside),
        limit: { name: 'ms, nobody else there', value: median(alone) },
        ratio: medianRatio(beside, alone),
        aims: [{ of: 'value', atMost: MAX_MS }],
        details: { alone, beside, checks },
      },
    ];
  } finally {
    await api.stop();
    await Promise.all([database.drop(), gateway.stop()]);
  }
}

/** @returns the 99th percentile of their waiting, in milliseconds
 *  @throws when one of them is not answered */
async function sendForeignRequests(url: string, seconds: number): Promise<number> {
  const { latency, non2xx, errors, timeouts } = await autocannon({
    url: `${url}/api/services`,
    connections: CONNECTIONS,
    overallRate: STRANGERS_PER_SECOND,
    duration: seconds,
  });
  if (non2xx + errors + timeouts > 0) throw new Error('a stranger was not answered');
  return latency.p99;
}

function analystAt(url: string) {
  const call = async (method: string, path: string, body: unknown = {}) => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { ...(await bearer(ANALYST)), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
  return {
    async draftWith({ name, content }: { name: string; content: string }): Promise<string> {
      const { id } = await call('POST', '/drafts', { processKey: 'citizen-request', title: 'bench' });
      await call('PUT', `/drafts/${id}/files/${name}`, { content, expectedVersion: 0 });
      return id;
    },
    check: (id: string) => call('POST', `/drafts/${id}/check`),
  };
}
