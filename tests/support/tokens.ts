import { environment } from './environment.ts';

const PASSWORD = 'shahrah';
const kept = new Map<string, { token: string; until: number }>();

/** An access token of a demo person (stack/realm/demo-people.json), as the sign-in page would give it. */
export async function tokenOf(username: string): Promise<string> {
  const known = kept.get(username);
  if (known && known.until > Date.now()) return known.token;
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
  const { access_token, expires_in } = (await response.json()) as {
    access_token: string;
    expires_in: number;
  };
  kept.set(username, { token: access_token, until: Date.now() + (expires_in - 60) * 1000 });
  return access_token;
}

/** The header of a signed-in call. */
export const bearer = async (username: string): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${await tokenOf(username)}`,
});
