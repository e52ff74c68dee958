import { join } from 'node:path';
import { prepareDatabase } from '../api/src/platform/migrate.ts';
import { nameDemoHeads } from './demo-heads.ts';
import { startApi } from './api.ts';
import { reporterOn } from './console.ts';
import { embeddedAddresses, startEmbedded, type Wanted } from './embedded.ts';
import { externalFrom } from './external.ts';
import { launch, type OnCrash, type Running } from './launch.ts';
import { startMail } from './mail.ts';
import { shahrahHome } from './paths.ts';
import { postgresUrls } from './postgres.ts';
import { portsFrom, requireFreePorts, type PortName, type Ports } from './ports.ts';
import { DEMO_PASSWORD, demoPeople } from './realm/realm.ts';
import { announceRunning } from './running.ts';
import { secretsOf } from './secrets.ts';
import { serviceOf } from './service.ts';
import { buildUis } from './ui-build.ts';

const home = shahrahHome();
const reporter = reporterOn(process.stdout);

async function start(onCrash: OnCrash): Promise<Running> {
  const since = Date.now();
  const external = externalFrom(process.env);
  const ports = portsFrom(process.env);
  const wanted = {
    postgres: !external.databaseUrl,
    engine: !external.zeebe,
    keycloak: !external.keycloakUrl,
  };
  await requireFreePorts(portsNeeded(ports, wanted, !external.smtpUrl));

  const secrets = secretsOf(home);
  if (process.env.ENGINE_RECORDS_PASSWORD) secrets.engineRecords = process.env.ENGINE_RECORDS_PASSWORD;
  const publicUrl = process.env.PUBLIC_URL || `http://127.0.0.1:${ports.PORT}`;
  const origins = [
    ...new Set([
      new URL(publicUrl).origin,
      `http://127.0.0.1:${ports.PORT}`,
      `http://localhost:${ports.PORT}`,
    ]),
  ];
  const embeddedDatabase = postgresUrls(ports.POSTGRES_PORT, secrets);
  const databaseOwnerUrl = external.databaseUrl ?? embeddedDatabase.ownerUrl;
  const options = {
    home,
    ports,
    secrets,
    wanted,
    origins,
    onCrash,
    forTests: false,
    partitions: partitions(),
    engineDatabaseUrl: external.engineDatabaseUrl ?? embeddedDatabase.engineUrl,
    async prepareDatabase() {
      const applied = await prepareDatabase(databaseOwnerUrl);
      if (applied.length > 0) reporter.say(`The database has a new schema (${applied.join(', ')}).`);
    },
  };
  const [embedded] = await Promise.all([startEmbedded(options, reporter), buildUis(reporter)]);
  const mail = external.smtpUrl ? undefined : await startMail(join(home, 'mail'), ports.MAIL_PORT);

  const addresses = embeddedAddresses({ ports, secrets });
  const env = {
    DATABASE_URL: external.databaseUrl ?? addresses.DATABASE_URL,
    ZEEBE_ADDRESS: external.zeebe?.address ?? addresses.ZEEBE_ADDRESS,
    ZEEBE_REST_URL: external.zeebe?.restUrl ?? addresses.ZEEBE_REST_URL,
    KEYCLOAK_URL: external.keycloakUrl ?? addresses.KEYCLOAK_URL,
    PORT: String(ports.PORT),
    PUBLIC_URL: publicUrl,
    ENGINE_RECORDS_PORT: String(ports.ENGINE_RECORDS_PORT),
    ENGINE_RECORDS_PASSWORD: secrets.engineRecords,
    SIGNING_SECRET: process.env.SIGNING_SECRET || secrets.signing,
    SMTP_URL: external.smtpUrl ?? `smtp://127.0.0.1:${ports.MAIL_PORT}`,
  };
  if (wanted.keycloak) await nameDemoHeads(env.DATABASE_URL);
  const api = serviceOf('The api', () => startApi(home, env), onCrash);
  await api.start();
  const withdraw = announceRunning(home, {
    databaseUrl: env.DATABASE_URL,
    databaseOwnerUrl,
    keycloakUrl: env.KEYCLOAK_URL,
    publicUrl: `http://127.0.0.1:${ports.PORT}`,
  });
  announce(publicUrl, env.KEYCLOAK_URL, mail?.folder, wanted.keycloak, Date.now() - since);

  return {
    async stop() {
      withdraw();
      await api.stop();
      await mail?.stop();
      await embedded.stop();
    },
  };
}

const partitions = (): number => Math.max(1, Number(process.env.ZEEBE_PARTITIONS) || 1);

function portsNeeded(ports: Ports, wanted: Wanted, mail: boolean): Partial<Ports> {
  const names: PortName[] = ['PORT', 'ENGINE_RECORDS_PORT'];
  if (wanted.postgres) names.push('POSTGRES_PORT');
  if (wanted.engine) names.push('ZEEBE_PORT', 'ZEEBE_REST_PORT', 'ZEEBE_MANAGEMENT_PORT');
  if (wanted.keycloak) names.push('KEYCLOAK_PORT');
  if (mail) names.push('MAIL_PORT');
  return Object.fromEntries(names.map((name) => [name, ports[name]]));
}

function announce(
  publicUrl: string,
  keycloakUrl: string,
  mailFolder: string | undefined,
  demo: boolean,
  tookMs: number,
): void {
  reporter.say(`\nShahrah is ready (${(tookMs / 1000).toFixed(0)} s).\n`);
  reporter.say(`  Citizens            ${publicUrl}/`);
  reporter.say(`  Staff               ${publicUrl}/desk`);
  reporter.say(`  API documentation   ${publicUrl}/api/docs`);
  reporter.say(`  Sign-in (Keycloak)  ${keycloakUrl}`);
  if (mailFolder) reporter.say(`  Messages sent       ${mailFolder}`);
  reporter.say(`  Logs                ${join(home, 'log')}`);
  if (demo) {
    reporter.say(`\nDemo accounts, all with the password ${DEMO_PASSWORD}:`);
    const width = Math.max(...demoPeople().map(({ username }) => username.length)) + 2;
    for (const { username, title } of demoPeople()) reporter.say(`  ${username.padEnd(width)}${title.en}`);
  }
  reporter.say('\nCtrl-C stops everything; the data stays.');
}

/* `npm start`: everything, until Ctrl-C. */
await launch({ home, reporter, start });
