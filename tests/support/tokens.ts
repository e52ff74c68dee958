import { environment } from './environment.ts';

type Token = { token: string; until: number };

const PASSWORD = 'shahrah';
const RENEW_BEFORE_S = 60;
const kept = new Map<string, Promise<Token>>();

/** An access token of a demo person (stack/realm/demo-people.json), as the sign-in page would give it. One sign-in at a time
 *  for a person: Keycloak refuses a second one beside it. */
export async function tokenOf(username: string): Promise<string> {
  const known = kept.get(username);
  if (known) {
    const { token, until } = await known;
    if (until > Date.now()) return token;
    if (kept.get(username) !== known) return tokenOf(username);
  }
  const next = signIn(username);
  kept.set(username, next);
  next.catch(() => kept.delete(username));
  return (await next).token;
}

async function signIn(username: string): Promise<Token> {
  const response = await fetch(`${environment.keycloakUrl}/realms/shahrah/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'shahrah-cli',
      username,
      password: PASSWORD,
    }),
  });
  if (!response.ok) throw new Error(`no token for ${username}: ${response.status} ${await response.text()}`);
  const { access_token: token, expires_in } = (await response.json()) as {
    access_token: string;
    expires_in: number;
  };
  return { token, until: Date.now() + (expires_in - RENEW_BEFORE_S) * 1000 };
}

/** The header of a signed-in call. */
export const bearer = async (username: string): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${await tokenOf(username)}`,
});
