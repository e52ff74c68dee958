import autocannon from 'autocannon';
import { aFiling } from './filings.ts';

export type IntakeLoad = { accepted: number; perSecond: number; medianMs: number; p97Ms: number };

/** Posts filings as fast as the given number of connections gets responses, for some time or up to a number.
 *  @throws when one is not accepted: a rate of refusals would be meaningless */
export async function runIntakeLoad({
  url,
  connections,
  ...until
}: { url: string; connections: number } & ({ seconds: number } | { filings: number })): Promise<IntakeLoad> {
  const result = await autocannon({
    url,
    connections,
    ...('filings' in until ? { amount: until.filings } : { duration: until.seconds }),
    requests: [
      {
        setupRequest: (call) => ({
          ...call,
          method: 'POST',
          path: '/api/requests',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(aFiling()),
        }),
      },
    ],
  });
  const bad = result.non2xx + result.errors + result.timeouts;
  if (bad > 0) throw new Error(`${bad} of the filings at ${url} were not accepted`);
  return {
    accepted: result['2xx'],
    perSecond: result['2xx'] / result.duration,
    medianMs: result.latency.p50,
    p97Ms: result.latency.p97_5,
  };
}
