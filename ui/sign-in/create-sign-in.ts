import type Keycloak from 'keycloak-js';
import type { Locale } from '#common/contract/common.ts';
import type { UiConfig } from '#common/contract/reference.ts';
import { lacksSecondFactor } from '#common/contract/second-factor.ts';

export type SignInState = 'unknown' | 'signed-in' | 'ended';

export type SignIn = {
  /** Makes sure somebody is signed in; leaves the page for the sign-in page when nobody is, and comes back here. */
  ensureSignedIn(locale: Locale): Promise<void>;
  /** A token that is valid for at least half a minute, where Keycloak can be reached; undefined when nobody is signed in.
   *  @throws when the token has ended and Keycloak cannot be reached: a later try may succeed */
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

/** Leaves the page for the sign-in page and comes back here. Without a second factor that is needed by now, the session at Keycloak is
 *  not enough: everything is asked for anew. */
const redirectToSignIn = (keycloak: Keycloak, locale: Locale): Promise<void> =>
  keycloak.login({
    redirectUri: window.location.href,
    locale,
    ...(lacksSecondFactor(keycloak.tokenParsed ?? {}) && { prompt: 'login' }),
  });

/** Sign-in of staff through Keycloak: code flow with PKCE. The tokens live in memory only; public pages never load it. Tokens live for a
 *  minute, so that who is signed out or has lost a role notices within that: nobody else does, and what is typed stays.
 *  @param onOtherRights called when the person has other roles or departments than before */
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
    // Otherwise it would leave the page, and what is typed there, as soon as the session has ended.
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
      // Who was refused has no token any more, and has been told by onAuthLogout.
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
