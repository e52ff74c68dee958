import type { FiledRequest } from '#common/contract/index.ts';
import { type ApiClient, ApiRefused } from './api-client.ts';
import type { DemoCase } from './demo-case.ts';
import { runConcurrently } from './run-concurrently.ts';

/** The agent who files for people who telephone, write or come in person. */
const AGENT = 'agent';
const CONCURRENCY = 4;

export type FiledCase = DemoCase & { request: FiledRequest };

/** Files the cases: the public by the web form, the contact centre by every other channel. Cases filed by an
 *  earlier run are left out.
 *  @param since requests received before this belong to an earlier run */
export async function file(
  api: ApiClient,
  cases: readonly DemoCase[],
  { since, onFiled }: { since: Date; onFiled: () => void },
): Promise<FiledCase[]> {
  const filed: FiledCase[] = [];
  await runConcurrently(CONCURRENCY, cases, async (one) => {
    const request = await fileOne(api, one);
    if (request && new Date(request.receivedAt) >= since) filed.push({ ...one, request });
    onFiled();
  });
  return filed;
}

/** @returns undefined when an earlier version of the demo has filed another request under this key */
async function fileOne(api: ApiClient, { key, body }: DemoCase): Promise<FiledRequest | undefined> {
  const as = body.channel === undefined ? null : AGENT;
  try {
    return await api.call('POST', '/requests', { as, body, headers: { 'idempotency-key': `demo/${key}` } });
  } catch (error) {
    if (error instanceof ApiRefused && error.code === 'idempotency-key-reused') return undefined;
    throw error;
  }
}
