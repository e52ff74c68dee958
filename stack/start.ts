import { delimiter, join } from 'node:path';
import { setUpDatabase } from '#api/platform/migrate.ts';
import { SchemaTooOld } from '#api/platform/squashed-migrations.ts';
import { announcement } from './announcement.ts';
import { startApi } from './api.ts';
import { nameDemoHeads } from './demo-heads.ts';
import { dataFolders, watchDisks } from './disk-space.ts';
import { embeddedAddresses, startEmbedded, type Wanted } from './embedded.ts';
import { partitionsFrom } from './engine.ts';
import { externalFrom } from './external.ts';
import { type Control, launch, type Running } from './launch.ts';
import { refuseLegacyData } from './legacy-data.ts';
import { startMail } from './mail-server.ts';
import { shahrahHome } from './paths.ts';
import { type PortName, type Ports, portsFrom, requireFreePorts } from './ports.ts';
import { postgresUrls } from './postgres.ts';
import { reporterOn } from './reporter.ts';
import { restartingService } from './restarting-service.ts';
import { announceRunning } from './running.ts';
import { secretsOf, totpSecretOf } from './secrets.ts';
import type { Component } from './service.ts';
import { StackProblem } from './stack-problem.ts';
import { buildUis } from './ui-build.ts';

/** The api's default too. */
const DISK_LOW_MB = 1_000;

const home = shahrahHome();
const reporter = reporterOn(process.stdout);

async function start(control: Control): Promise<Running> {
  const since = Date.now();
  const external = externalFrom(process.env);
  if (!external.zeebe) refuseLegacyData(home);
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
  const serve = (component: Component) => restartingService(component, { ...control, home, reporter });
  const embeddedDatabase = postgresUrls(ports.POSTGRES_PORT, secrets);
  const databaseOwnerUrl = external.databaseUrl ?? embeddedDatabase.ownerUrl;
  const options = {
    home,
    ports,
    secrets,
    wanted,
    origins,
    serve,
    forTests: false,
    partitions: partitionsFrom(process.env),
    engineDatabaseUrl: external.engineDatabaseUrl ?? embeddedDatabase.engineUrl,
    async setUpDatabase() {
      const applied = await setUpDatabase(databaseOwnerUrl).catch((error: unknown) => {
        throw error instanceof SchemaTooOld ? new StackProblem(error.message) : error;
      });
      if (applied.length > 0)
        reporter.say(`The database has a new schema (${applied.length} steps, up to ${applied.at(-1)}).`);
    },
  };
  const [embedded] = await Promise.all([startEmbedded(options, reporter), buildUis(reporter)]);
  await embedded.keycloakReady;
  const mail = external.smtpUrl ? undefined : await startMail(join(home, 'mail'), ports.MAIL_PORT);

  const folders = dataFolders(home);
  const unwatch = watchDisks(folders, { lowMb: Number(process.env.DISK_LOW_MB) || DISK_LOW_MB, reporter });
  const addresses = embeddedAddresses({ ports, secrets });
  const env = {
    DATABASE_URL: external.databaseUrl ?? addresses.DATABASE_URL,
    ZEEBE_ADDRESS: external.zeebe?.address ?? addresses.ZEEBE_ADDRESS,
    ZEEBE_REST_URL: external.zeebe?.restUrl ?? addresses.ZEEBE_REST_URL,
    KEYCLOAK_URL: external.keycloakUrl ?? addresses.KEYCLOAK_URL,
    PORT: String(ports.PORT),
    PUBLIC_URL: publicUrl,
    OPERATIONS_PORT: String(ports.OPERATIONS_PORT),
    ENGINE_RECORDS_PORT: String(ports.ENGINE_RECORDS_PORT),
    ENGINE_RECORDS_PASSWORD: secrets.engineRecords,
    SIGNING_SECRET: process.env.SIGNING_SECRET || secrets.signing,
    SMTP_URL: external.smtpUrl ?? `smtp://127.0.0.1:${ports.MAIL_PORT}`,
    DATA_FOLDERS: folders.join(delimiter),
  };
  if (wanted.keycloak) await nameDemoHeads(env.DATABASE_URL);
  const needs = embedded.postgres ? [embedded.postgres] : [];
  const api = serve({ id: 'api', name: 'The api', needs, run: () => startApi(home, env) });
  await api.start();
  const totpSecret = wanted.keycloak ? totpSecretOf(secrets) : undefined;
  const withdraw = announceRunning(home, {
    databaseUrl: env.DATABASE_URL,
    databaseOwnerUrl,
    keycloakUrl: env.KEYCLOAK_URL,
    publicUrl: `http://127.0.0.1:${ports.PORT}`,
    totpSecret,
  });
  const lines = announcement({
    home,
    publicUrl,
    zeebeAddress: external.zeebe?.address,
    keycloakUrl: env.KEYCLOAK_URL,
    mailFolder: mail?.folder,
    totpSecret,
    tookMs: Date.now() - since,
  });
  for (const line of lines) reporter.say(line);

  return {
    async stop() {
      unwatch();
      withdraw();
      await api.stop();
      await mail?.stop();
      await embedded.stop();
    },
  };
}

function portsNeeded(ports: Ports, wanted: Wanted, mail: boolean): Partial<Ports> {
  const names: PortName[] = ['PORT', 'OPERATIONS_PORT', 'ENGINE_RECORDS_PORT'];
  if (wanted.postgres) names.push('POSTGRES_PORT');
  if (wanted.engine) names.push('ZEEBE_PORT', 'ZEEBE_REST_PORT', 'ZEEBE_MANAGEMENT_PORT');
  if (wanted.keycloak) names.push('KEYCLOAK_PORT');
  if (mail) names.push('MAIL_PORT');
  return Object.fromEntries(names.map((name) => [name, ports[name]]));
}

/* `npm start`: runs everything until Ctrl-C. */
await launch({ home, reporter, start });
