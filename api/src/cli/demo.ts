import { SingleBar } from 'cli-progress';
import type { FiledRequest, Service } from '../../contract/index.ts';
import { apiClient, Refused, SignInFailed, type ApiClient } from './demo/api-client.ts';
import { demoRequests, type DemoRequest } from './demo/demo-requests.ts';
import { respond, workForward, type Filed } from './demo/demo-work.ts';
import { NoTarget, toolTarget } from './target.ts';

const AGENT = 'agent';
const AT_ONCE = 4;

/** Files the demonstration's requests: the public by the web, the contact centre by every other channel. */
async function file(api: ApiClient, requests: readonly DemoRequest[], onFiled: () => void): Promise<Filed[]> {
  const filed: Filed[] = [];
  const lane = async (own: readonly DemoRequest[]) => {
    for (const { key, body, lastDigits } of own) {
      const as = body.channel === undefined ? null : AGENT;
      const request = await api.call<FiledRequest>(as, 'POST', '/requests', body, { 'idempotency-key': key });
      filed.push({ request, lastDigits });
      onFiled();
    }
  };
  await Promise.all(
    Array.from({ length: AT_ONCE }, (_, n) => lane(requests.filter((_one, index) => index % AT_ONCE === n))),
  );
  return filed;
}

async function main(): Promise<void> {
  const target = await toolTarget();
  const api = apiClient(target);
  const began = new Date().toISOString();
  const services = await api.call<Service[]>(null, 'GET', '/services');
  const requests = demoRequests(services);
  console.log(`Filing ${requests.length} requests over ${services.length} services …`);
  const bar = new SingleBar({ format: '  |{bar}| {value}/{total}  {duration_formatted}', hideCursor: true });
  bar.start(requests.length, 0);
  const filed = await file(api, requests, () => bar.increment()).finally(() => bar.stop());
  const fresh = filed.filter(({ request }) => request.receivedAt >= began);
  if (fresh.length < filed.length) console.log(`${filed.length - fresh.length} of them were there already.`);
  if (fresh.length > 0) await work(api, fresh);
  console.log(`\nWhere to look`);
  console.log(`  Citizens   ${target.publicUrl}/`);
  console.log(
    `  Staff      ${target.publicUrl}/desk   as caseworker.rmto-tehran, supervisor.rmto, manager (password: shahrah)`,
  );
  console.log(`  Mail       .shahrah/mail`);
}

async function work(api: ApiClient, fresh: readonly Filed[]): Promise<void> {
  console.log('Letting the demo caseworkers and citizens work on some of them …');
  const done = await workForward(api, fresh);
  await respond(api, done);
  console.log(
    `${done.claimed} tasks claimed, ${done.answered.length} answered, ${done.asked.length} questions asked.`,
  );
  const shown: [string, Filed | undefined][] = [
    ['answered, confirm it yourself', done.answered.at(-1)],
    ['waits for your reply', done.asked.at(-1)],
    ['in progress', fresh.find((one) => !done.answered.includes(one) && !done.asked.includes(one))],
  ];
  console.log('\nFollow one (tracking code, last digits of the mobile number)');
  for (const [what, one] of shown)
    if (one) console.log(`  ${one.request.trackingCode}   ${one.lastDigits}   ${what}`);
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  const away = error instanceof TypeError && error.message === 'fetch failed';
  const ours = [NoTarget, Refused, SignInFailed].some((kind) => error instanceof kind);
  if (!ours && !away) throw error;
  console.error(
    `\n${away ? 'The system does not answer: start it with `npm start`.' : (error as Error).message}`,
  );
}
