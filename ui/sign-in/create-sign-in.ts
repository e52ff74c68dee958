import type Keycloak from 'keycloak-js';
import type { Locale } from '../../api/contract/common.ts';
import type { UiConfig } from '../../api/contract/reference.ts';

export type SignInState = 'unknown' | 'signed-in' | 'ended';

export type SignIn = {
  /** Makes sure somebody is signed in; leaves the page for the sign-in page when nobody is, and comes back here. */
  begin(locale: Locale): Promise<void>;
  /** A token that is valid for at least half a minute; undefined when nobody signed in. */
  token(): Promise<string | undefined>;
  again(locale: Locale): Promise<void>;
  leave(): Promise<void>;
  state(): SignInState;
  subscribe(listener: () => void): () => void;
};

const LEAST_SECONDS = 30;

async function readConfig(): Promise<UiConfig> {
  const response = await fetch('/api/ui-config');
  if (!response.ok) throw new Error(`ui-config answered ${response.status}`);
  return (await response.json()) as UiConfig;
}

/** Sign-in of staff through Keycloak: code flow with PKCE. The tokens live in memory only; public pages never load it. */
export function createSignIn(): SignIn {
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
    client.onTokenExpired = () => void token();
    client.onAuthLogout = () => become('ended');
    const signedIn = await client.init({
      onLoad: 'login-required',
      pkceMethod: 'S256',
      checkLoginIframe: false,
      redirectUri: window.location.href,
      locale,
    });
    keycloak = client;
    if (signedIn) become('signed-in');
  }

  async function token(): Promise<string | undefined> {
    if (!keycloak) return undefined;
    try {
      await keycloak.updateToken(LEAST_SECONDS);
    } catch {
      if (keycloak.isTokenExpired()) become('ended');
    }
    return state === 'ended' ? undefined : keycloak.token;
  }

  return {
    token,
    begin: (locale) => {
      beginning ??= start(locale).catch((error: unknown) => {
        beginning = undefined;
        throw error;
      });
      return beginning;
    },
    again: async (locale) => keycloak?.login({ redirectUri: window.location.href, locale }),
    leave: async () => keycloak?.logout({ redirectUri: `${window.location.origin}/` }),
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
