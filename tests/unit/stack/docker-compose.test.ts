import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CONFIG_VARIABLES } from '#api/config.ts';
import { exporterEnvironment } from '#common/zeebe-protocol/exporters.ts';
import { ENGINE_NODE_OPTIONS } from '#stack/engine.ts';
import { ROOT } from '#stack/paths.ts';
import { KEYCLOAK, NODE, POSTGRES_MAJOR } from '#stack/pins.ts';
import { KEYCLOAK_ROLE } from '#stack/realm/keycloak-database.ts';
import { type Compose, composeOf, networksOf, startedOf } from './compose-files.ts';

const BASE = 'docker-compose.yml';
const OVERRIDE = 'docker-compose.zeebe.yml';
const BROKERS = ['zeebe-0', 'zeebe-1', 'zeebe-2'];

const environmentOf = ({ services }: Compose, name: string): Record<string, string> =>
  services[name]?.environment ?? {};

const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const embedded = composeOf(BASE);
const clustered = composeOf(BASE, OVERRIDE);

for (const [title, compose] of Object.entries({
  'with the embedded engine': embedded,
  'with a Zeebe cluster': clustered,
}))
  describe(`the container deployment, ${title}`, () => {
    const started = startedOf(compose);

    it('gives the api only variables that the api knows, or files of them', () => {
      // when
      const unknown = Object.keys(environmentOf(compose, 'api')).filter(
        (name) => !CONFIG_VARIABLES.includes(name.replace(/_FILE$/, '')),
      );

      // then
      expect(unknown).to.deep.equal([]);
    });

    it('gives the api every variable that has no default', () => {
      // then
      expect(environmentOf(compose, 'api')).to.include.keys(
        'PUBLIC_URL',
        'DATABASE_URL',
        'DATABASE_PASSWORD_FILE',
        'ZEEBE_ADDRESS',
        'ZEEBE_REST_URL',
        'KEYCLOAK_URL',
        'ENGINE_RECORDS_PASSWORD_FILE',
        'SIGNING_SECRET_FILE',
      );
    });

    it('keeps secrets in files, outside the image and of nobody who does not need them', () => {
      // given
      const { secrets } = compose;
      const readFrom = ({ environment = {}, command = [] }: (typeof started)[string]) =>
        [...Object.values(environment), ...command].flatMap(
          (text) => String(text).match(/(?<=\/run\/secrets\/)\w+/g) ?? [],
        );

      // when
      const named = Object.entries(started).flatMap(([service, { environment = {} }]) =>
        Object.entries(environment)
          .filter(
            ([name, value]) =>
              /PASSWORD|SECRET|SMTP_URL|TOKEN/.test(name) &&
              !(name.endsWith('_FILE') && /^\/run\/secrets\/\w+$/.test(String(value))),
          )
          .map(([name]) => `${service}.${name}`),
      );

      // then
      expect(named.filter((one) => !BROKERS.includes(one.split('.')[0] ?? ''))).to.deep.equal([]);
      for (const [name, container] of Object.entries(started))
        expect(new Set(container.secrets), name).to.deep.equal(new Set(readFrom(container)));
      for (const [name, { file }] of Object.entries(secrets)) expect(file).to.equal(`secrets/${name}`);
      expect(readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')).to.include('secrets');
      expect(readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n')).to.include('/secrets/');
    });

    it('confines every program of ours, PostgreSQL and Keycloak', () => {
      // when
      const free = Object.entries(started)
        .filter(([name]) => !BROKERS.includes(name))
        .filter(
          ([, { read_only, cap_drop, security_opt, mem_limit, pids_limit, tmpfs, user }]) =>
            !read_only ||
            cap_drop?.join() !== 'ALL' ||
            !security_opt?.includes('no-new-privileges:true') ||
            !mem_limit ||
            !pids_limit ||
            !tmpfs?.includes('/tmp') ||
            user === 'root',
        )
        .map(([name]) => name);

      // then
      expect(free).to.deep.equal([]);
      expect(started.postgres?.user).to.equal('postgres');
      expect(dockerfile).to.match(/^USER node$/m);
    });

    it('lets out of its network only who has somebody to talk to there, and nobody else be reached', () => {
      // when
      const outside = Object.entries(started).filter(([, one]) => networksOf(one).includes('front'));
      const nowhere = Object.entries(started).filter(
        ([, one]) => networksOf(one).length === 0 && one.network_mode !== 'none',
      );

      // then
      expect(compose.networks).to.deep.equal({ front: null, back: { internal: true } });
      expect(outside.map(([name]) => name)).to.have.members(['api', 'keycloak']);
      expect(nowhere.map(([name]) => name)).to.deep.equal([]);
    });

    it('checks the health of everything that stays up, by a command of words', () => {
      // when
      const unchecked = Object.entries(started)
        .filter(([name]) => !['migrate', 'realm', 'keycloak-database'].includes(name))
        .filter(
          ([, { healthcheck }]) => !healthcheck?.test.every((word: unknown) => typeof word === 'string'),
        )
        .map(([name]) => name);

      // then
      expect(unchecked).to.deep.equal([]);
    });

    it('waits for nothing that is not started', () => {
      // when
      const missing = Object.entries(started).flatMap(([name, { depends_on: needs = {} }]) =>
        Object.entries(needs)
          .filter(([other, { required }]) => !started[other] && required !== false)
          .map(([other]) => `${name} → ${other}`),
      );

      // then
      expect(missing).to.deep.equal([]);
    });

    it('publishes no health and no figures, and asks for health where they are', () => {
      // given
      const { OPERATIONS_HOST: host, OPERATIONS_PORT: port } = environmentOf(compose, 'api');

      // then
      expect(host).to.equal('0.0.0.0');
      expect(started.api?.healthcheck?.test.at(-1)).to.include(`http://127.0.0.1:${port}/readyz`);
      expect(started.api?.ports?.join()).not.to.include(port);
      expect(dockerfile).to.include(`process.env.OPERATIONS_PORT || ${port}`);
    });

    it('lets a watchdog end its own process, and starts that again', () => {
      // when
      const ours = Object.values(started).filter(({ build, restart }) => build === '.' && restart);

      // then
      expect(ours).not.to.have.length(0);
      for (const one of ours) expect(one).to.include({ init: true, restart: 'unless-stopped' });
    });

    it('keeps no endless log of anything that stays up', () => {
      // when
      const endless = Object.entries(started)
        .filter(
          ([, { restart, logging }]) =>
            restart && !(logging?.options?.['max-size'] && logging.options['max-file']),
        )
        .map(([name]) => name);

      // then
      expect(endless).to.deep.equal([]);
    });

    it('publishes on loopback only, and neither engine nor database', () => {
      // when
      const published = Object.entries(started).filter(([, { ports = [] }]) => ports.length > 0);

      // then
      expect(published.map(([name]) => name)).to.have.members(['api', 'keycloak']);
      expect(
        published.flatMap(([, { ports = [] }]) => ports).every((port) => port.startsWith('127.0.0.1:')),
      ).to.equal(true);
    });

    it('keeps every volume that it declares, and no other', () => {
      // when
      const mounted = Object.values(started).flatMap(({ volumes = [] }) =>
        volumes.map((volume) => volume.split(':')[0]),
      );

      // then
      expect(new Set(mounted)).to.deep.equal(new Set(Object.keys(compose.volumes)));
    });
  });

describe('the container deployment', () => {
  const engine = environmentOf(embedded, 'engine');
  const api = environmentOf(embedded, 'api');

  it('runs the versions that are pinned, by digests where those are known', () => {
    // given
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    const digest = '@sha256:[0-9a-f]{64}$';

    // then
    expect(embedded.services.postgres?.image).to.match(
      new RegExp(`^postgres:${POSTGRES_MAJOR}\\.\\d+${digest}`),
    );
    expect(bases).to.have.length(3).and.to.include(`keycloak/keycloak:${KEYCLOAK.version}`);
    expect(bases[0])
      .to.equal(bases[2])
      .and.to.match(new RegExp(`^node:${NODE}-slim${digest}`));
    expect(readFileSync(join(ROOT, 'package.json'), 'utf8')).to.include(`--package=node@${NODE} --`);
  });

  it('runs the embedded engine from the image of the api, where the api looks for it', () => {
    // then
    expect(embedded.services.engine?.build).to.equal(embedded.services.api?.build);
    expect(embedded.services.engine?.command).to.deep.equal([
      'node',
      ...ENGINE_NODE_OPTIONS,
      '--import',
      'tsx',
      'engine/main.ts',
    ]);
    expect(api.ZEEBE_ADDRESS).to.equal(`engine:${engine.ZEEBE_PORT}`);
    expect(api.ZEEBE_REST_URL).to.equal(`http://engine:${engine.ZEEBE_REST_PORT}`);
    expect(embedded.services.engine?.healthcheck?.test.at(-1)).to.include(
      `http://127.0.0.1:${engine.ZEEBE_MANAGEMENT_PORT}/ready`,
    );
  });

  it('lets the engine listen to the api, and post its records there with the password that the api asks for', () => {
    // then
    expect(engine.ENGINE_HOST).to.equal('0.0.0.0');
    expect(engine.ENGINE_RECORDS_URL).to.equal(`http://api:${api.ENGINE_RECORDS_PORT}`);
    expect(engine.ENGINE_RECORDS_PASSWORD_FILE).to.equal(api.ENGINE_RECORDS_PASSWORD_FILE);
  });

  it('lets only the migrations work as the owner of the database', () => {
    // when
    const users = ['migrate', 'api', 'engine'].map((name) => {
      const of = environmentOf(embedded, name);
      const url = of.DATABASE_URL ?? of.ENGINE_DATABASE_URL ?? '';
      const file = of.DATABASE_PASSWORD_FILE ?? of.ENGINE_DATABASE_PASSWORD_FILE ?? '';
      return [new URL(url).username, new URL(url).password, file.split('/').at(-1)];
    });

    // then
    expect(users).to.deep.equal([
      ['shahrah', '', 'postgres_password'],
      ['shahrah_api', '', 'api_database_password'],
      ['shahrah_engine', '', 'engine_database_password'],
    ]);
  });

  it('lets Keycloak sign in as a role of its own, once that has been made with the same password', () => {
    // given
    const keycloak = environmentOf(embedded, 'keycloak');
    const file = environmentOf(embedded, 'keycloak-database').KEYCLOAK_DATABASE_PASSWORD_FILE;

    // then
    expect(keycloak.KC_DB_USERNAME).to.equal(KEYCLOAK_ROLE);
    expect(keycloak.KC_DB_URL).to.match(new RegExp(`/${KEYCLOAK_ROLE}$`));
    expect(embedded.services.keycloak?.command?.join()).to.include(`KC_DB_PASSWORD="$$(cat ${file})"`);
    expect(embedded.services.keycloak?.depends_on).to.deep.include({
      'keycloak-database': { condition: 'service_completed_successfully' },
    });
  });

  it('gives the migrations, which make the roles, the passwords by which api and engine sign in', () => {
    // given
    const migrate = environmentOf(embedded, 'migrate');

    // then
    expect(migrate.API_DATABASE_PASSWORD_FILE).to.equal(api.DATABASE_PASSWORD_FILE);
    expect(migrate.ENGINE_DATABASE_PASSWORD_FILE).to.equal(engine.ENGINE_DATABASE_PASSWORD_FILE);
  });

  it('starts api and engine when the schema is there, and the api when its partners are healthy', () => {
    // then
    expect(embedded.services.engine?.depends_on).to.deep.equal({
      migrate: { condition: 'service_completed_successfully' },
    });
    expect(embedded.services.api?.depends_on).to.deep.equal({
      migrate: { condition: 'service_completed_successfully' },
      engine: { condition: 'service_healthy' },
      keycloak: { condition: 'service_healthy' },
    });
  });

  it('keeps the data of the engine in the database alone', () => {
    // then
    expect(embedded.services.postgres?.volumes).to.deep.equal(['postgres:/var/lib/postgresql']);
    expect(embedded.services.engine?.volumes).to.equal(undefined);
  });

  it('prepares Keycloak in an image of its own for what it is started with, with our sign-in pages', () => {
    // given
    const { build, command } = embedded.services.keycloak ?? {};
    const { KC_DB, KC_HEALTH_ENABLED } = environmentOf(embedded, 'keycloak');
    const stage = dockerfile.split(/^FROM /m).find((text) => text.includes(' AS keycloak')) ?? '';

    // then
    expect(build).to.deep.equal({ context: '.', target: 'keycloak' });
    expect(command?.join()).to.include('kc.sh start --optimized --import-realm');
    expect(stage).to.include(`kc.sh build --db=${KC_DB} --health-enabled=${KC_HEALTH_ENABLED}`);
    expect(dockerfile).to.include('stack/theme/install.ts /themes');
    expect(stage).to.include('COPY --from=build /themes /opt/keycloak/themes');
  });

  it('is what the example of a reverse proxy leads to, which passes on no address that a caller claims', () => {
    // given
    const proxy = readFileSync(join(ROOT, 'docs/nginx.conf'), 'utf8');
    const published = Object.values(embedded.services).flatMap(({ ports = [] }) =>
      ports.map((port) => port.replace(/:\d+$/, '')),
    );

    // then
    expect(new Set(proxy.match(/(?<=proxy_pass http:\/\/)[^;]+/g))).to.deep.equal(new Set(published));
    expect(proxy)
      .to.include('proxy_set_header X-Forwarded-For $remote_addr;')
      .and.not.to.include('$proxy_add');
    expect(api.TRUST_PROXY).to.equal('1');
  });

  it('takes Keycloak for well only when it says so of all its parts', () => {
    // then
    expect(embedded.services.keycloak?.healthcheck?.test.at(-1))
      .to.include('/health/ready')
      .and.to.include('head -1 <&3 | grep -q " 200"');
  });
});

describe('the Zeebe cluster in place of the embedded engine', () => {
  const clusterOf = (name: string) => {
    const of = environmentOf(clustered, name);
    const setting = (what: string): string | undefined => of[`ZEEBE_BROKER_CLUSTER_${what}`];
    return {
      size: Number(setting('CLUSTERSIZE')),
      partitions: Number(setting('PARTITIONSCOUNT')),
      replication: Number(setting('REPLICATIONFACTOR')),
      contacts: setting('INITIALCONTACTPOINTS')?.split(','),
    };
  };

  it('is named nowhere but in the override', () => {
    // then
    expect(readFileSync(join(ROOT, BASE), 'utf8')).not.to.match(/camunda|LICENCE/);
  });

  it('starts no broker for somebody who has not accepted its licence', () => {
    // when
    const images = Object.entries(clustered.services)
      .filter(([, { image }]) => image?.startsWith('camunda/'))
      .map(([name]) => [name, environmentOf(clustered, name).ZEEBE_LICENCE]);

    // then
    expect(images.map(([name]) => name)).to.have.members(BROKERS);
    for (const [, licence] of images)
      expect(licence).to.match(
        /^\$\{ZEEBE_LICENCE:\?.*Zeebe Community License 1\.1.*ZEEBE_LICENCE=accepted\}$/,
      );
  });

  it('leaves the embedded engine off', () => {
    // then
    expect(startedOf(embedded)).to.include.keys('engine');
    expect(startedOf(clustered)).not.to.include.keys('engine');
  });

  it('is three brokers of one cluster, each with its number, its name and its data', () => {
    // when
    const ids = BROKERS.map((name) => environmentOf(clustered, name).ZEEBE_BROKER_CLUSTER_NODEID);
    const hosts = BROKERS.map((name) => environmentOf(clustered, name).ZEEBE_BROKER_NETWORK_ADVERTISEDHOST);
    const kept = BROKERS.map((name) => clustered.services[name]?.volumes);

    // then
    for (const name of BROKERS) {
      expect(clustered.services[name]?.image).to.equal('camunda/zeebe:8.5.8');
      expect(clusterOf(name)).to.deep.equal({
        size: 3,
        partitions: 3,
        replication: 3,
        contacts: BROKERS.map((broker) => `${broker}:26502`),
      });
    }
    expect(ids).to.deep.equal(['0', '1', '2']);
    expect(hosts).to.deep.equal(BROKERS);
    expect(kept).to.deep.equal(BROKERS.map((name) => [`${name}:/usr/local/zeebe/data`]));
  });

  for (const name of BROKERS)
    it(`${name} exports as the embedded engine does`, () => {
      // given
      const { ENGINE_RECORDS_PORT: port } = environmentOf(clustered, 'api');
      const password = '${ENGINE_RECORDS_PASSWORD:?what is in secrets/engine_records_password}';
      const expected = exporterEnvironment(`http://api:${port}`, password);

      // when
      const actual = Object.entries(environmentOf(clustered, name)).filter(([variable]) =>
        variable.startsWith('ZEEBE_BROKER_EXPORTERS_'),
      );

      // then
      expect(Object.fromEntries(actual)).to.deep.equal(expected);
    });

  it('is reached by the api under one name that all brokers have', () => {
    // given
    const { ZEEBE_ADDRESS, ZEEBE_REST_URL } = environmentOf(clustered, 'api');

    // then
    expect(ZEEBE_ADDRESS).to.equal('zeebe:26500');
    expect(ZEEBE_REST_URL).to.equal('http://zeebe:8080');
    for (const name of BROKERS)
      expect(clustered.services[name]?.networks).to.deep.equal({ back: { aliases: ['zeebe'] } });
  });

  it('is waited for by the api, broker by broker', () => {
    // then
    for (const name of BROKERS)
      expect(clustered.services.api?.depends_on?.[name]).to.deep.equal({ condition: 'service_healthy' });
  });
});
