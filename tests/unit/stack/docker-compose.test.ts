import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { parse } from 'yaml';
import { CONFIG_VARIABLES } from '../../../api/src/config.ts';
import { exporterEnvironment } from '../../../common/zeebe-protocol/exporters.ts';
import { ROOT } from '../../../stack/paths.ts';
import { KEYCLOAK, NODE_MAJOR, POSTGRES_MAJOR } from '../../../stack/pins.ts';

interface Container {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Record<string, string>;
  readonly healthcheck?: { readonly test: unknown };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Record<string, { readonly condition: string }>;
}

interface Compose {
  readonly services: Record<string, Container>;
  readonly volumes: Record<string, unknown>;
}

describe('the container deployment', () => {
  let services: Record<string, Container>;
  let volumes: string[];

  const environmentOf = (name: string): Record<string, string> => services[name]?.environment ?? {};

  before(() => {
    const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
    services = compose.services;
    volumes = Object.keys(compose.volumes);
  });

  it('gives the api only variables that the api knows', () => {
    // when
    const unknown = Object.keys(environmentOf('api')).filter((name) => !CONFIG_VARIABLES.includes(name));

    // then
    expect(unknown).to.deep.equal([]);
  });

  it('gives the api every variable that has no default', () => {
    // then
    expect(environmentOf('api')).to.include.keys(
      'PUBLIC_URL',
      'DATABASE_URL',
      'ZEEBE_ADDRESS',
      'ZEEBE_REST_URL',
      'KEYCLOAK_URL',
      'ENGINE_RECORDS_PASSWORD',
      'SIGNING_SECRET',
    );
  });

  it('runs the versions that are pinned', () => {
    // given
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');

    // then
    expect(services.zeebe?.image).to.equal('camunda/zeebe:8.5.8');
    expect(services.keycloak?.image).to.equal(`keycloak/keycloak:${KEYCLOAK.version}`);
    expect(services.postgres?.image).to.equal(`postgres:${POSTGRES_MAJOR}`);
    expect(new Set(dockerfile.match(/^FROM \S+/gm))).to.deep.equal(new Set([`FROM node:${NODE_MAJOR}-slim`]));
  });

  it('lets the broker export as the embedded one does', () => {
    // given
    const password = String(environmentOf('api').ENGINE_RECORDS_PASSWORD);
    const expected = exporterEnvironment('http://api:3001', password);

    // when
    const actual = Object.entries(environmentOf('zeebe')).filter(([name]) =>
      name.startsWith('ZEEBE_BROKER_EXPORTERS_'),
    );

    // then
    expect(Object.fromEntries(actual)).to.deep.equal(expected);
  });

  it('fetches no broker for somebody who has not accepted its licence', () => {
    // then
    expect(environmentOf('zeebe').ZEEBE_LICENCE).to.match(/^\$\{ZEEBE_LICENCE:\?/);
  });

  it('holds no secret', () => {
    // given
    const secret = /PASSWORD|SECRET|SMTP_URL|DATABASE_URL/;

    // when
    const literal = Object.entries(services).flatMap(([service, { environment = {} }]) =>
      Object.entries(environment)
        .filter(([name, value]) => secret.test(name) && !/\$\{\w+:\?/.test(String(value)))
        .map(([name]) => `${service}.${name}`),
    );

    // then
    expect(literal).to.deep.equal([]);
  });

  it('checks the health of everything that stays up', () => {
    // when
    const unchecked = Object.entries(services)
      .filter(([name, service]) => !service.healthcheck && !['migrate', 'realm'].includes(name))
      .map(([name]) => name);

    // then
    expect(unchecked).to.deep.equal([]);
  });

  it('starts the api when the schema is there and its partners are healthy', () => {
    // then
    expect(services.api?.depends_on).to.deep.equal({
      migrate: { condition: 'service_completed_successfully' },
      zeebe: { condition: 'service_healthy' },
      keycloak: { condition: 'service_healthy' },
    });
  });

  it('publishes on loopback only, and neither engine nor database', () => {
    // when
    const published = Object.entries(services).filter(([, { ports = [] }]) => ports.length > 0);

    // then
    expect(published.map(([name]) => name)).to.have.members(['api', 'keycloak']);
    expect(
      published.flatMap(([, { ports = [] }]) => ports).every((port) => port.startsWith('127.0.0.1:')),
    ).to.equal(true);
  });

  it('shows our sign-in pages where Keycloak looks for themes', () => {
    // given
    const command = services.realm?.command?.join(' ') ?? '';
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');

    // then
    expect(command).to.include('stack/theme/install.ts /themes');
    expect(dockerfile).to.include('COPY stack/theme stack/theme');
    expect(services.realm?.volumes).to.include('themes:/themes');
    expect(services.keycloak?.volumes).to.include('themes:/opt/keycloak/themes:ro');
  });

  it('keeps the data of database and broker in volumes', () => {
    // when
    const kept = ['postgres', 'zeebe'].map((name) => services[name]?.volumes?.[0]?.split(':')[0]);

    // then
    expect(volumes).to.include.members(kept);
  });
});
