import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import pg from 'pg';
import { ConfigInvalid, readConfig, readRolePasswords, readToolConfig } from '#api/config.ts';
import { settingsFrom } from '#engine/settings.ts';
import { temporaryFolders } from '../stack/temporary-folder.ts';

const PASSWORD = 'p@ss/w:rd %41#?';

const API = {
  PUBLIC_URL: 'https://shahrah.example',
  DATABASE_URL: 'postgres://shahrah_api@db.example:5432/shahrah',
  ZEEBE_ADDRESS: 'engine:26500',
  ZEEBE_REST_URL: 'http://engine:8080',
  KEYCLOAK_URL: 'https://id.shahrah.example',
};

const ENGINE = {
  ZEEBE_PORT: '26500',
  ZEEBE_REST_PORT: '8080',
  ZEEBE_MANAGEMENT_PORT: '9600',
  ENGINE_DATABASE_URL: 'postgres://shahrah_engine@db.example:5432/shahrah',
  ENGINE_RECORDS_URL: 'http://api:3001',
};

/** With which password and as whom a program would sign in to its database. */
function signInOf(connectionString: string) {
  const { user, password, host, database } = new pg.Client({ connectionString });
  return { user, password, host, database };
}

describe('secrets as files', () => {
  const newFolder = temporaryFolders();

  function fileWith(content: string): string {
    const file = join(newFolder(), 'secret');
    writeFileSync(file, content);
    return file;
  }

  it('give the api what it keeps, without the line break at the end', () => {
    // when
    const config = readConfig({
      ...API,
      DATABASE_PASSWORD_FILE: fileWith(`${PASSWORD}\n`),
      SIGNING_SECRET_FILE: fileWith(`${'s'.repeat(40)}\r\n`),
      ENGINE_RECORDS_PASSWORD_FILE: fileWith('records password'),
      SMTP_URL_FILE: fileWith('smtps://user:password@mail.example\n'),
    });

    // then
    expect(config).to.include({
      SIGNING_SECRET: 's'.repeat(40),
      ENGINE_RECORDS_PASSWORD: 'records password',
      SMTP_URL: 'smtps://user:password@mail.example',
    });
    expect(signInOf(config.DATABASE_URL)).to.deep.equal({
      user: 'shahrah_api',
      password: PASSWORD,
      host: 'db.example',
      database: 'shahrah',
    });
  });

  it('give the engine what it keeps', () => {
    // when
    const { databaseUrl, records } = settingsFrom({
      ...ENGINE,
      ENGINE_DATABASE_PASSWORD_FILE: fileWith(PASSWORD),
      ENGINE_RECORDS_PASSWORD_FILE: fileWith('records password\n'),
    });

    // then
    expect(signInOf(databaseUrl)).to.include({ user: 'shahrah_engine', password: PASSWORD });
    expect(records?.password).to.equal('records password');
  });

  it('give the migrations the passwords of the owner and of the roles that they make', () => {
    // given
    const env = {
      DATABASE_URL: 'postgres://shahrah@db.example/shahrah',
      DATABASE_PASSWORD_FILE: fileWith(PASSWORD),
      API_DATABASE_PASSWORD_FILE: fileWith('one\n'),
      ENGINE_DATABASE_PASSWORD_FILE: fileWith('two\n'),
    };

    // then
    expect(signInOf(readToolConfig(env).databaseUrl ?? '')).to.include({
      user: 'shahrah',
      password: PASSWORD,
    });
    expect(readRolePasswords(env)).to.deep.equal({ api: 'one', engine: 'two' });
  });

  for (const [title, read] of [
    ['api', (env: NodeJS.ProcessEnv) => readConfig({ ...API, ...env })],
    ['engine', (env: NodeJS.ProcessEnv) => settingsFrom({ ...ENGINE, ...env })],
  ] as const) {
    it(`that cannot be read keep the ${title} from starting, and the sentence names variable and file`, () => {
      // given
      const file = join(newFolder(), 'absent');

      // then
      expect(() => read({ ENGINE_RECORDS_PASSWORD_FILE: file })).to.throw(
        `ENGINE_RECORDS_PASSWORD_FILE names ${file}, which cannot be read (ENOENT)`,
      );
    });

    it(`beside the same secret in the environment are refused by the ${title}, without telling either`, () => {
      // given
      const env = {
        ENGINE_RECORDS_PASSWORD: 'first secret',
        ENGINE_RECORDS_PASSWORD_FILE: fileWith('second secret'),
      };

      // then
      expect(() => read(env))
        .to.throw('ENGINE_RECORDS_PASSWORD and ENGINE_RECORDS_PASSWORD_FILE are both set: leave one out')
        .with.property('message')
        .that.does.not.match(/first|second/);
    });
  }

  it('that are empty count as missing', () => {
    // then
    expect(() => readConfig({ ...API, SIGNING_SECRET_FILE: fileWith('\n') })).to.throw(
      ConfigInvalid,
      /SIGNING_SECRET is missing/,
    );
  });

  for (const address of ['no address', 'postgres:///shahrah?host=/run/postgresql'])
    it(`are neither told nor left out when the address of the database takes none: ${address}`, () => {
      // given
      const env = { ...API, DATABASE_URL: address, DATABASE_PASSWORD_FILE: fileWith(PASSWORD) };

      // then
      expect(() => readConfig(env)).to.throw(
        ConfigInvalid,
        /^The configuration is not usable: DATABASE_URL is no address that takes a password\.$/,
      );
    });
});
