import { join } from 'node:path';
import { shahrahHome } from '../../stack/paths.ts';
import { secretsOf } from '../../stack/secrets.ts';
import { environment } from './environment.ts';

/** The home of the test services. */
const SERVICES = join(shahrahHome(), 'test');

/** Asks the Keycloak of the test services as its administrator, below the realm.
 *  @throws when it refuses */
export async function asRealmAdmin<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { keycloakUrl } = environment;
  const signedIn = await fetch(`${keycloakUrl}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'admin-cli',
      username: 'admin',
      password: secretsOf(SERVICES).keycloakAdmin,
    }),
  });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const answer = await fetch(`${keycloakUrl}/admin/realms/shahrah${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
