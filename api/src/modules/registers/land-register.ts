import { setTimeout as pause } from 'node:timers/promises';
import { type Static, Type } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { backOff } from '#api/platform/back-off.ts';

/** Land register's data about a plot; docs/registers.md describes the exchange. */
export const Plot = Type.Object({
  plot: Type.String(),
  landUse: Type.String({ maxLength: 60, pattern: '^[a-z-]+$' }),
  state: Type.Union([Type.Literal('private'), Type.Literal('government'), Type.Literal('endowment')]),
  encumbered: Type.Boolean(),
  owners: Type.Array(Type.Object({ nationalId: Type.String() })),
  asOf: Type.String({ format: 'date' }),
});
export type Plot = Static<typeof Plot>;

/** `attempts`: number of requests to the register for this answer. */
export type LandRegisterAnswer = { plot: Plot | 'not-found' | 'unavailable'; attempts: number };

export type LandRegister = {
  /** Looks up a plot. It never throws: a register that is away, slow or makes no sense is `unavailable`. */
  find(plot: string): Promise<LandRegisterAnswer>;
};

/** `url` undefined: the register is not connected. */
export type LandRegisterSettings = { url: string | undefined; token: string | undefined };

const MAX_ATTEMPTS = 3;
/** Time-out of all attempts together, well below the time-out of a job. */
const TIMEOUT_MS = 5_000;
const MIN_RETRY_DELAY_MS = 200;
const MAX_RETRY_DELAY_MS = 1_000;
const MAX_RESPONSE_BYTES = 64 * 1024;

const ajv = new Ajv();
addFormats.default(ajv);
const isPlot = ajv.compile<Plot>(Plot);

/** Thrown when another attempt may help. */
class TransientFailure extends Error {}

/** Land register over HTTP: `GET {url}/plots/{plot}` with a bearer token. The request changes nothing there,
 *  so it is retried after a time-out, a broken connection, 429 or 5xx; after anything else it is not. */
export function landRegister(
  { url, token }: LandRegisterSettings,
  { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {},
): LandRegister {
  async function ask(plot: string): Promise<Plot | 'not-found' | 'unavailable'> {
    const response = await fetch(`${url?.replace(/\/$/, '')}/plots/${encodeURIComponent(plot)}`, {
      headers: { accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 404) return 'not-found';
    if (response.status === 429 || response.status >= 500)
      throw new TransientFailure(String(response.status));
    if (response.status !== 200) return 'unavailable';
    const found = parsed(await readBody(response));
    return isPlot(found) && found.plot === plot ? found : 'unavailable';
  }

  return {
    async find(plot) {
      if (!url) return { plot: 'unavailable', attempts: 0 };
      for (let attempts = 1; ; attempts += 1) {
        try {
          return { plot: await ask(plot), attempts };
        } catch {
          if (attempts === MAX_ATTEMPTS) return { plot: 'unavailable', attempts };
          await pause(backOff(MIN_RETRY_DELAY_MS, attempts, MAX_RETRY_DELAY_MS));
        }
      }
    },
  };
}

async function readBody(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > MAX_RESPONSE_BYTES) return '';
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
