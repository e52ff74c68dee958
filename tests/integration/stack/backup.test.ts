import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { restoreBackup } from '#stack/backup/restore.ts';
import { takeBackup } from '#stack/backup/take.ts';
import { postgresDataIn } from '#stack/postgres-programs.ts';
import { startWriteLoad, WRITE_LOAD_TABLES } from '#tests/support/stack/database-write-load.ts';
import {
  anOwnStack,
  ask,
  deleteHome,
  newHome,
  type OwnStack,
  restored,
} from '#tests/support/stack/own-stack.ts';
import { eventually } from '#tests/support/wait.ts';
import { problemOf } from '#tests/unit/stack/problem-of.ts';
import { runBootstrap } from '#tests/unit/stack/run-command.ts';

describe('a backup', function () {
  this.timeout(120_000);
  let stack: OwnStack;
  let backups: string;
  let backup: string;
  const homes: string[] = [];

  const anEmptyHome = (): string => {
    const home = newHome();
    homes.push(home);
    return home;
  };

  /** The backup again, to spoil it. */
  const aCopy = (): string => {
    const folder = join(anEmptyHome(), 'copy');
    cpSync(backup, folder, { recursive: true });
    return folder;
  };

  before(async () => {
    stack = await anOwnStack();
    backups = anEmptyHome();
    await ask(stack.ownerUrl, WRITE_LOAD_TABLES);
    for (const setting of ['max_wal_size', 'min_wal_size'])
      await ask(stack.database.url, `alter system set ${setting} = '32MB'`);
    await ask(stack.database.url, 'select pg_reload_conf()');
  });

  after(async () => {
    for (const home of homes) deleteHome(home);
    await stack.close();
  });

  it('taken under load comes back whole, without anybody’s half of a transaction', async () => {
    // given
    const load = await startWriteLoad(stack.database.url);
    const open = new pg.Client({ connectionString: stack.ownerUrl });
    await open.connect();
    await open.query(`begin; insert into load_cases values (-1, 'never committed')`);
    await eventually(() => load.committed() > 50);
    const before = load.committed();

    // when
    ({ folder: backup } = await takeBackup(stack.home, backups).finally(load.stop));
    const during = load.committed() - before;
    await open.end();
    const copy = await restored(backup);

    // then
    try {
      const [counter] = await ask<{ n: number }>(copy.ownerUrl, 'select n::integer from load_counter');
      const cases = await ask<{ n: number }>(
        copy.ownerUrl,
        'select n::integer, text from load_cases order by n',
      );
      const flow = await ask<{ n: number }>(
        copy.ownerUrl,
        'select n::integer, left(text, 640) as text from engine.load_flow order by n',
      );
      expect(during).to.be.greaterThan(0);
      expect(cases.map(({ n }) => n)).to.deep.equal(cases.map((_, at) => at + 1));
      expect(flow).to.deep.equal(cases);
      expect(counter?.n).to.equal(cases.length).and.be.at.least(before).and.at.most(load.committed());
      expect(await ask(copy.database.apiUrl, 'select from departments limit 1')).to.have.length(1);
      expect(await ask(copy.database.engineUrl, 'select from load_flow limit 1')).to.have.length(1);
      expect(await ask(copy.ownerUrl, 'select slot_name from pg_replication_slots')).to.deep.equal([]);
    } finally {
      await copy.close();
    }
    expect(await ask(stack.ownerUrl, 'select slot_name from pg_replication_slots')).to.deep.equal([]);
  });

  it('is for the eyes of its owner', () => {
    // when
    const modes = readdirSync(backup, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(backup, name)).mode & 0o077)
      .filter((mode) => mode !== 0);

    // then
    expect(modes).to.deep.equal([]);
    expect(statSync(backup).mode & 0o077).to.equal(0);
  });

  it('overwrites no other, and clears away what was broken off', async () => {
    // given
    const at = new Date();
    const left = join(backups, 'shahrah-2026-01-01T000000Z.unfinished');
    mkdirSync(left);
    const { folder } = await takeBackup(stack.home, backups, at);

    // when
    const problem = await problemOf(() => takeBackup(stack.home, backups, at));

    // then
    expect(problem).to.match(/is there already and is not overwritten/);
    expect(existsSync(left)).to.equal(false);
    expect(readdirSync(backups).map((name) => join(backups, name))).to.have.members([backup, folder]);
  });

  const SPOILT: Record<string, { spoil: (folder: string) => void; says: RegExp }> = {
    'lost a file': {
      spoil: (folder) => rmSync(join(folder, 'postgres', 'global', 'pg_control')),
      says: /pg_control is missing: the backup is damaged/,
    },
    'was cut off in a file': {
      spoil: (folder) => truncateSync(join(folder, 'postgres', 'backup_label'), 20),
      says: /backup_label is not what was backed up: the backup is damaged/,
    },
    'was altered in a file': {
      spoil: (folder) =>
        writeFileSync(
          join(folder, 'secrets.json'),
          readFileSync(join(folder, 'secrets.json'), 'utf8').replace(/[a-z]/, 'A'),
        ),
      says: /secrets\.json is not what was backed up: the backup is damaged/,
    },
    'was cut off in its list of files': {
      spoil: (folder) => truncateSync(join(folder, 'manifest.json'), 500),
      says: /holds no whole backup/,
    },
    'was altered in its list of files': {
      spoil: (folder) =>
        writeFileSync(
          join(folder, 'manifest.json'),
          readFileSync(join(folder, 'manifest.json'), 'utf8').replace('pg_control', 'pg_contro1'),
        ),
      says: /holds no whole backup/,
    },
    'was never finished': {
      spoil: (folder) => rmSync(join(folder, 'manifest.json')),
      says: /holds no whole backup/,
    },
  };
  for (const [what, { spoil, says }] of Object.entries(SPOILT))
    it(`that ${what} is refused, and nothing of it restored`, async () => {
      // given
      const home = anEmptyHome();
      const copy = aCopy();
      spoil(copy);

      // when
      const problem = await problemOf(() => restoreBackup(copy, home));

      // then
      expect(problem).to.match(says);
      expect(readdirSync(home).filter((name) => name !== 'run')).to.deep.equal([]);
      expect(postgresDataIn(home)).to.equal(undefined);
    });

  it('is not restored over data', async () => {
    // given
    const other = anEmptyHome();
    cpSync(join(stack.home, 'secrets.json'), join(other, 'secrets.json'));

    // then
    expect(await problemOf(() => restoreBackup(backup, stack.home))).to.match(
      /^There is data already \(.*\)/,
    );
    expect(await problemOf(() => restoreBackup(backup, other))).to.match(
      /^There is data already \(.*secrets\.json\)/,
    );
  });

  it('is taken and restored by two commands', async () => {
    // given
    const home = anEmptyHome();

    // when
    const taken = await runBootstrap(['backup', '--to', anEmptyHome()], {
      env: { SHAHRAH_HOME: stack.home },
    });
    const folder = /MB, into (.*)$/m.exec(taken.output)?.[1] ?? '';
    const put = await runBootstrap(['restore', folder], { env: { SHAHRAH_HOME: home } });

    // then
    expect([taken.code, put.code], taken.output + put.output).to.deep.equal([0, 0]);
    expect(put.output).to.contain(`SHAHRAH_HOME=${home} npm start`);
    appendFileSync(join(folder, 'manifest.json'), 'x');
    const again = await runBootstrap(['restore', folder], { env: { SHAHRAH_HOME: anEmptyHome() } });
    expect(again.code).to.equal(1);
    expect(again.output.trim()).to.match(/^.* holds no whole backup \(.*\): take another backup\.$/);
  });
});
