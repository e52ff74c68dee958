import { demoSession, type Session } from '#stack/realm/demo-session.ts';
import { environment } from '../environment.ts';

const REDIRECT_URI = 'http://127.0.0.1:3000/desk';
/** Code verifier and challenge from RFC 7636, appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const kept = new Map<string, Session>();

/** Returns the Keycloak session of a demo user (stack/realm/demo-people.json). There is one per test process,
 *  because a one-time code is valid only once. */
export function sessionOf(username: string): Session {
  const known = kept.get(username);
  if (known) return known;
  const session = aSession(username);
  kept.set(username, session);
  return session;
}

/** Creates a separate session. */
export const aSession = (username: string, keycloakUrl = environment.keycloakUrl): Session =>
  demoSession({
    keycloakUrl,
    redirectUri: REDIRECT_URI,
    username,
    totpSecret: environment.totpSecret,
  });

/** Returns an access token of a demo user, as issued by the sign-in page. */
export const tokenOf = (username: string): Promise<string> => sessionOf(username).token();

/** Returns the authorization header of a signed-in call. */
export const bearer = async (username: string): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${await tokenOf(username)}`,
});

export type Grant = { access_token: string; refresh_token: string; expires_in: number };

const endpoint = (name: string): string =>
  `${environment.keycloakUrl}/realms/shahrah/protocol/openid-connect/${name}`;

/** Starts a sign-in like the screens, with the given parameters overridden (an empty one is omitted). Cookies
 *  identify a session. */
export const askToSignIn = (given: Record<string, string> = {}, session?: Session): Promise<Response> => {
  const asked = {
    client_id: 'shahrah-ui',
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...given,
  };
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  const cookie = [...(session?.cookies() ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(`${endpoint('auth')}?${query}`, { redirect: 'manual', headers: { cookie } });
};

/** Requests tokens; the response may be an error. */
export const askForTokens = (form: Record<string, string>): Promise<Response> =>
  fetch(endpoint('token'), {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'shahrah-ui', ...form }),
  });

/** Returns the tokens that one more tab of a user's browser gets. */
export async function openTab(session: Session): Promise<Grant> {
  const location = (await askToSignIn({}, session)).headers.get('location') ?? '';
  const code = new URL(location).searchParams.get('code') ?? '';
  const answer = await askForTokens({
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT_URI,
    code,
    code_verifier: VERIFIER,
  });
  return (await answer.json()) as Grant;
}
