import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { restoreBackup } from '#stack/backup/restore.ts';
import { takeBackup } from '#stack/backup/take.ts';
import { ensureJava } from '#stack/java.ts';
import { embeddedKeycloakUrl, ensureKeycloak, startKeycloak } from '#stack/keycloak.ts';
import { freePort } from '#stack/ports.ts';
import { silentReporter } from '#stack/reporter.ts';
import { secretsOf, totpSecretOf } from '#stack/secrets.ts';
import type { Child } from '#stack/supervise.ts';
import { loopbackOrigins } from '#stack/test-services.ts';
import { environment } from '#tests/support/environment.ts';
import { type Account, anAccount, SERVICES_HOME } from '#tests/support/sign-in/accounts.ts';
import { aSession } from '#tests/support/sign-in/tokens.ts';
import { deleteHome, newHome } from '#tests/support/stack/own-stack.ts';

describe('a backup of the accounts', function () {
  this.timeout(300_000);
  const username = `new.caseworker-${process.pid}`;
  const homes = [newHome(), newHome()] as const;
  let keycloak: Child | undefined;
  let account: Account | undefined;

  before(async () => {
    account = await anAccount({ username });
  });

  after(async () => {
    await keycloak?.stop();
    await account?.remove();
    homes.forEach(deleteHome);
  });

  it('taken while people sign in brings back who was added since the realm was made, with the password', async () => {
    // given
    let taken = false;
    const signingIn = (async () => {
      let times = 0;
      for (; !taken; times += 1) await aSession(username).token();
      return times;
    })();

    // when
    const { folder } = await takeBackup(SERVICES_HOME, homes[0]);
    taken = true;
    await restoreBackup(folder, homes[1]);
    const java = await ensureJava(silentReporter);
    const port = await freePort();
    const secrets = secretsOf(homes[1]);
    keycloak = await startKeycloak(await ensureKeycloak(java, silentReporter), java, {
      home: homes[1],
      port,
      adminPassword: secrets.keycloakAdmin,
      origins: loopbackOrigins(...environment.apiPorts),
      demo: { totpSecret: totpSecretOf(secrets), mailPort: environment.smtpPort },
    });

    // then
    expect(await signingIn).to.be.greaterThan(0);
    expect(await aSession(username, embeddedKeycloakUrl(port)).token()).to.be.a('string');
  });
});
