import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { TOTP } from 'otpauth';
import { DEMO_PASSWORD, REALM } from './realm.ts';

/** A demo person was refused by Keycloak. */
export class SignInRefused extends Error {}

/** Options for signing in. */
export interface SessionOptions {
  readonly keycloakUrl: string;
  readonly realm?: string;
  /** An address of the application to which Keycloak may redirect browsers. */
  readonly redirectUri: string;
  readonly username: string;
  readonly password?: string;
  /** In base 32; needed where a second factor is asked for. */
  readonly totpSecret: string | undefined;
}

/** A Keycloak session, as a browser has it; it starts with the first token requested. */
export interface Session {
  /** Returns an access token that stays valid for a while. */
  token(): Promise<string>;
  /** Returns name and value of the session's Keycloak cookies. */
  cookies(): ReadonlyMap<string, string>;
}

interface Token {
  readonly text: string;
  readonly renewAt: number;
}

/** A token is renewed when less than this share of its lifetime is left. */
const SHARE_LEFT = 0.5;
const PAGES_AT_MOST = 6;

const codes = (secret: string) => new TOTP({ secret });

/** Returns the current one-time code, and for how long it is shown. */
export const codeNow = (secret: string): { code: string; seconds: number } => ({
  code: codes(secret).generate(),
  seconds: Math.ceil(codes(secret).remaining() / 1000),
});

/** Signs in through the sign-in page, as people do: code flow with PKCE, password, and a one-time code where
 *  one is asked for. A used code is refused, so it waits for the next one. Later tokens come from the
 *  session. */
export function demoSession({
  keycloakUrl,
  realm = REALM,
  redirectUri,
  username,
  password = DEMO_PASSWORD,
  totpSecret,
}: SessionOptions): Session {
  const endpoint = `${keycloakUrl}/realms/${realm}/protocol/openid-connect`;
  const cookies = new Map<string, string>();
  const used = new Set<string>();
  let asked: Promise<Token> | undefined;

  async function visit(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/;\s*Max-Age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  /** Follows the pages until Keycloak redirects to the application. */
  async function codeFrom(start: string): Promise<string> {
    let response = await visit(start);
    let passwordSent = false;
    for (let page = 0; page < PAGES_AT_MOST; page += 1) {
      const location = response.headers.get('location');
      const code = location?.startsWith(redirectUri) && new URL(location).searchParams.get('code');
      if (code) return code;
      if (location) {
        response = await visit(location);
        continue;
      }
      const text = await response.text();
      const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
      if (action && text.includes('name="password"') && !passwordSent) {
        passwordSent = true;
        response = await visit(action, { username, password });
      } else if (action && text.includes('name="otp"') && totpSecret) {
        response = await visit(action, { otp: await freshCode(totpSecret) });
      } else break;
    }
    throw new SignInRefused(`${username} cannot sign in: the demo people exist in the embedded stack only.`);
  }

  async function freshCode(secret: string): Promise<string> {
    const code = codes(secret).generate();
    if (used.has(code)) {
      await pause(codes(secret).remaining());
      return freshCode(secret);
    }
    used.add(code);
    return code;
  }

  async function next(): Promise<Token> {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: 'shahrah-ui',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    });
    const code = await codeFrom(`${endpoint}/auth?${query}`);
    const response = await fetch(`${endpoint}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'shahrah-ui',
        redirect_uri: redirectUri,
        code,
        code_verifier: verifier,
      }),
    });
    if (!response.ok) throw new SignInRefused(`${username} got no token: ${await response.text()}`);
    const { access_token: text, expires_in } = (await response.json()) as {
      access_token: string;
      expires_in: number;
    };
    return { text, renewAt: Date.now() + expires_in * 1000 * (1 - SHARE_LEFT) };
  }

  return {
    cookies: () => cookies,
    async token() {
      const known = asked;
      if (known) {
        const { text, renewAt } = await known;
        if (renewAt > Date.now()) return text;
      }
      if (asked === known) {
        const begun = next();
        asked = begun;
        begun.catch(() => {
          if (asked === begun) asked = undefined;
        });
      }
      return (await (asked as Promise<Token>)).text;
    },
  };
}
