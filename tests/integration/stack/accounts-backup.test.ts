import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { restoreBackup } from '../../../stack/backup/restore.ts';
import { takeBackup } from '../../../stack/backup/take.ts';
import { silent } from '../../../stack/console.ts';
import { ensureJava } from '../../../stack/java.ts';
import { ensureKeycloak, startKeycloak } from '../../../stack/keycloak.ts';
import { shahrahHome } from '../../../stack/paths.ts';
import { secretsOf } from '../../../stack/secrets.ts';
import type { Child } from '../../../stack/supervise.ts';
import { loopbackOrigins } from '../../../stack/test-services.ts';
import { aFreePort } from '../../support/api-process.ts';
import { environment } from '../../support/environment.ts';
import { deleteHome, newHome } from '../../support/own-stack.ts';

/** The home of the test services, whose Keycloak is backed up while it runs. */
const SERVICES = join(shahrahHome(), 'test');

describe('a backup of the accounts', function () {
  this.timeout(300_000);
  const username = `new.caseworker-${process.pid}`;
  const password = 'chosen by an administrator';
  const homes = [newHome(), newHome()] as const;
  let keycloak: Child | undefined;

  const tokenAt = (server: string, realm: string, client_id: string, username: string, password: string) =>
    fetch(`${server}/realms/${realm}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', client_id, username, password }),
    });

  async function asAdministrator(method: string, path: string, body?: object): Promise<Response> {
    const { keycloakUrl } = environment;
    const { keycloakAdmin } = secretsOf(SERVICES);
    const signedIn = await tokenAt(keycloakUrl, 'master', 'admin-cli', 'admin', keycloakAdmin);
    const { access_token } = (await signedIn.json()) as { access_token: string };
    return fetch(`${keycloakUrl}/admin/realms/shahrah/users${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  before(async () => {
    const { status } = await asAdministrator('POST', '', {
      username,
      email: `${username}@shahrah.example`,
      firstName: 'نو',
      lastName: 'رسیده',
      enabled: true,
      credentials: [{ type: 'password', value: password, temporary: false }],
    });
    expect(status).to.equal(201);
  });

  after(async () => {
    await keycloak?.stop();
    const found = (await (await asAdministrator('GET', `?username=${username}`)).json()) as { id: string }[];
    for (const { id } of found) await asAdministrator('DELETE', `/${id}`);
    homes.forEach(deleteHome);
  });

  it('taken while people sign in brings back who was added since the realm was made, with the password', async () => {
    // given
    const signIn = (server: string) => tokenAt(server, 'shahrah', 'shahrah-cli', username, password);
    let taken = false;
    const signingIn = (async () => {
      const answers: number[] = [];
      while (!taken) answers.push((await signIn(environment.keycloakUrl)).status);
      return answers;
    })();

    // when
    const { folder } = await takeBackup(SERVICES, homes[0]);
    taken = true;
    await restoreBackup(folder, homes[1]);
    const java = await ensureJava(silent);
    const port = await aFreePort();
    keycloak = await startKeycloak(await ensureKeycloak(java, silent), java, {
      home: homes[1],
      port,
      adminPassword: secretsOf(homes[1]).keycloakAdmin,
      origins: loopbackOrigins(environment.apiPort),
    });

    // then
    expect(new Set(await signingIn)).to.deep.equal(new Set([200]));
    expect((await signIn(`http://127.0.0.1:${port}`)).status).to.equal(200);
  });
});
