import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { writeManifest } from '#stack/backup/manifest.ts';
import { restoreBackup } from '#stack/backup/restore.ts';
import { identify } from '#stack/process-identity.ts';
import { problemOf } from './problem-of.ts';
import { runBootstrap } from './run-command.ts';
import { temporaryFolders } from './temporary-folder.ts';

describe('backup and restore', () => {
  const newFolder = temporaryFolders();

  it('say that there is nothing to back up where nothing runs', async () => {
    // given
    const home = newFolder();

    // when
    const { code, output } = await runBootstrap(['backup'], { env: { SHAHRAH_HOME: home } });

    // then
    expect(code).to.equal(1);
    expect(output.trim().split('\n')).to.have.length(1);
    expect(output).to.contain(`No embedded PostgreSQL runs from ${home}: start Shahrah with npm start`);
    expect(readdirSync(home)).to.deep.equal([]);
  });

  it('say how they are called', async () => {
    // when
    const backup = await runBootstrap(['backup', '--into', 'somewhere']);
    const restore = await runBootstrap(['restore']);

    // then
    expect([backup.code, restore.code]).to.deep.equal([1, 1]);
    expect(backup.output).to.contain('npm run backup -- --to FOLDER');
    expect(restore.output).to.contain('npm run restore -- FOLDER');
  });

  it('refuse while Shahrah runs where something is to be restored', async () => {
    // given
    const home = newFolder();
    const launcher = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    mkdirSync(join(home, 'run'));
    writeFileSync(join(home, 'run', 'launcher.json'), JSON.stringify(identify(launcher.pid ?? 0)));

    // when
    const problem = await problemOf(() => restoreBackup(newFolder(), home));
    launcher.kill('SIGKILL');

    // then
    expect(problem).to.match(/^Shahrah already runs from /);
  });

  it('refuse what another PostgreSQL or another kind of machine has written', async () => {
    // given
    const backup = newFolder();
    await writeManifest(backup, { madeAt: '2026-11-29T10:00:00Z', postgres: 17, folders: [], files: [] });

    // when
    const problem = await problemOf(() => restoreBackup(backup, newFolder()));

    // then
    expect(problem).to.match(/is of PostgreSQL 17 on .* and this is PostgreSQL 18 on /);
  });
});
