import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { SignInUnavailable } from './http.errors.ts';

const TIMEOUT_MS = 5_000;
/** A token may name any key id; unknown ones trigger a fetch at most this often. */
const REFRESH_INTERVAL_MS = 10_000;

/** Caches the public signing keys of a Keycloak realm and fetches them again when an unknown key id comes.
 *  @returns a function that finds a key: undefined when the realm has none of this id; it rejects with
 *  SignInUnavailable when the realm cannot be reached */
export function realmJwks(realmUrl: string): (kid: string) => Promise<KeyObject | undefined> {
  let keys = new Map<string, KeyObject>();
  let fetchedAt = -Infinity;
  let fetching: Promise<void> | undefined;

  async function renew(): Promise<void> {
    const answer = await fetch(`${realmUrl}/protocol/openid-connect/certs`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`The keys of the realm were answered with ${answer.status}`);
    const { keys: published } = (await answer.json()) as {
      keys: (JsonWebKey & { kid: string; use?: string })[];
    };
    const signing = published.filter(({ use }) => use !== 'enc');
    keys = new Map(signing.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
    fetchedAt = performance.now();
  }

  return async (kid) => {
    if (!keys.has(kid) && performance.now() - fetchedAt > REFRESH_INTERVAL_MS) {
      fetching ??= renew().finally(() => (fetching = undefined));
      await fetching.catch((cause: unknown) => {
        throw new SignInUnavailable(undefined, {}, { cause });
      });
    }
    return keys.get(kid);
  };
}
