import { join } from 'node:path';
import { shahrahHome } from '#stack/paths.ts';
import { totpCredential } from '#stack/realm/realm.ts';
import { secretsOf } from '#stack/secrets.ts';
import { environment } from '../environment.ts';

/** Home directory of the test services. */
export const SERVICES_HOME = join(shahrahHome(), 'test');

/** Calls the Keycloak of the test services as its administrator. The path is below the realm. */
export async function asAdministrator(
  method: string,
  path: string,
  body?: unknown,
  realm = '/shahrah',
): Promise<Response> {
  const { keycloakUrl } = environment;
  const signedIn = await fetch(`${keycloakUrl}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'admin-cli',
      username: 'admin',
      password: secretsOf(SERVICES_HOME).keycloakAdmin,
    }),
  });
  const { access_token } = (await signedIn.json()) as { access_token: string };
  const response = await fetch(`${keycloakUrl}/admin/realms${realm}${path}`, {
    method,
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response;
}

/** Reads a path below the realm as the administrator. */
export const getAsAdministrator = async <T>(path: string, realm?: string): Promise<T> =>
  (await (await asAdministrator('GET', path, undefined, realm)).json()) as T;

export type Account = { id: string; username: string; remove(): Promise<unknown> };

/** Creates a user with the demo users' password, as an administrator would. Call `remove` in `after`. */
export async function anAccount({
  username,
  roles = [],
  groups = [],
  totpSecret,
}: {
  username: string;
  roles?: readonly string[];
  groups?: readonly string[];
  /** Configures an authenticator app with this secret. */
  totpSecret?: string;
}): Promise<Account> {
  await asAdministrator('POST', '/users', {
    username,
    email: `${username}@shahrah.example`,
    emailVerified: true,
    firstName: 'نو',
    lastName: 'رسیده',
    enabled: true,
    groups,
    credentials: [
      { type: 'password', value: 'shahrah', temporary: false },
      ...(totpSecret ? [totpCredential(totpSecret)] : []),
    ],
  });
  const [found] = await getAsAdministrator<{ id: string }[]>(`/users?exact=true&username=${username}`);
  const id = found?.id ?? '';
  await giveRoles(id, roles);
  return { id, username, remove: () => asAdministrator('DELETE', `/users/${id}`) };
}

/** Assigns realm roles to a user. */
export async function giveRoles(id: string, names: readonly string[]): Promise<void> {
  const roles = await Promise.all(names.map((name) => getAsAdministrator(`/roles/${name}`)));
  await asAdministrator('POST', `/users/${id}/role-mappings/realm`, roles);
}
