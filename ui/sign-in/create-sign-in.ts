import type Keycloak from 'keycloak-js';
import type { Locale } from '#common/contract/common.ts';
import type { UiConfig } from '#common/contract/reference.ts';
import { lacksSecondFactor } from '#common/contract/second-factor.ts';

export type SignInState = 'unknown' | 'signed-in' | 'ended';

export type SignIn = {
  /** Ensures that a user is signed in. If not, redirects to the sign-in page, which returns here. */
  ensureSignedIn(locale: Locale): Promise<void>;
  /** Returns a token valid for at least another 30 seconds, if Keycloak can be reached; undefined when nobody
   *  is signed in.
   *  @throws when the token has expired and Keycloak cannot be reached; a retry may succeed */
  token(): Promise<string | undefined>;
  renew(locale: Locale): Promise<void>;
  signOut(): Promise<void>;
  state(): SignInState;
  subscribe(listener: () => void): () => void;
};

const MIN_TOKEN_VALIDITY_S = 30;

async function readConfig(): Promise<UiConfig> {
  const response = await fetch('/api/ui-config');
  if (!response.ok) throw new Error(`ui-config answered ${response.status}`);
  return (await response.json()) as UiConfig;
}

const permissionsIn = ({ tokenParsed }: Keycloak): string =>
  JSON.stringify([tokenParsed?.roles, tokenParsed?.groups]);

/** Redirects to the sign-in page, which returns here. If a second factor has become mandatory and is missing,
 *  the Keycloak session is not enough: `prompt: 'login'` asks for all credentials again. */
const redirectToSignIn = (keycloak: Keycloak, locale: Locale): Promise<void> =>
  keycloak.login({
    redirectUri: window.location.href,
    locale,
    ...(lacksSecondFactor(keycloak.tokenParsed ?? {}) && { prompt: 'login' }),
  });

/** Creates the sign-in of staff through Keycloak: authorization code flow with PKCE. Tokens live in memory
 *  only, and public pages never load this. A token lives for a minute, so users who are signed out or lose a
 *  role notice within that time. Nobody else notices the renewal, and nothing typed is lost.
 *  @param onOtherRights called when the user's roles or departments have changed */
export function createSignIn({ onOtherRights }: { onOtherRights: () => void }): SignIn {
  let keycloak: Keycloak | undefined;
  let beginning: Promise<void> | undefined;
  let state: SignInState = 'unknown';
  const listeners = new Set<() => void>();

  function become(next: SignInState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function start(locale: Locale): Promise<void> {
    const [{ default: Client }, { keycloak: config }] = await Promise.all([
      import('keycloak-js'),
      readConfig(),
    ]);
    const client = new Client({ url: config.url, realm: config.realm, clientId: config.clientId });
    client.onTokenExpired = () => void token().catch(() => undefined);
    client.onAuthLogout = () => become('ended');
    const signedIn = await client.init({
      onLoad: 'login-required',
      pkceMethod: 'S256',
      checkLoginIframe: false,
      redirectUri: window.location.href,
      locale,
    });
    if (lacksSecondFactor(client.tokenParsed ?? {})) await redirectToSignIn(client, locale);
    // Otherwise keycloak-js would leave the page, and discard what was typed there, as soon as the session
    // ends.
    client.loginRequired = false;
    let rights = permissionsIn(client);
    client.onAuthRefreshSuccess = () => {
      const now = permissionsIn(client);
      if (now !== rights) onOtherRights();
      rights = now;
    };
    keycloak = client;
    if (signedIn) become('signed-in');
  }

  async function token(): Promise<string | undefined> {
    if (!keycloak || state === 'ended') return undefined;
    try {
      await keycloak.updateToken(MIN_TOKEN_VALIDITY_S);
    } catch (error) {
      // After a refusal there is no token any more, and onAuthLogout has already reported it.
      if (keycloak.token && keycloak.isTokenExpired()) throw error;
    }
    if (!lacksSecondFactor(keycloak.tokenParsed ?? {})) return keycloak.token;
    become('ended');
    return undefined;
  }

  return {
    token,
    ensureSignedIn: (locale) => {
      beginning ??= start(locale).catch((error: unknown) => {
        beginning = undefined;
        throw error;
      });
      return beginning;
    },
    renew: async (locale) => keycloak && redirectToSignIn(keycloak, locale),
    signOut: async () => keycloak?.logout({ redirectUri: `${window.location.origin}/` }),
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
