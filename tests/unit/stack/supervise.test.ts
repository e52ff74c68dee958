import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { identify, isAlive } from '#stack/process-identity.ts';
import { claimHome, endChild, endOrphans, logFolder, runFolder, startChild } from '#stack/supervise.ts';
import { eventually } from '#tests/support/wait.ts';
import { problemOf } from './problem-of.ts';
import { temporaryFolders } from './temporary-folder.ts';

const FOREVER = ['-e', 'setInterval(() => {}, 1000)'];

describe('the supervision of processes', () => {
  const newFolder = temporaryFolders();

  it('stops a child and forgets it', async () => {
    // given
    const home = newFolder();
    const child = startChild(home, { name: 'forever', command: process.execPath, args: FOREVER });

    // when
    await child.stop();

    // then
    expect(identify(child.pid)).to.equal(undefined);
    expect(existsSync(join(runFolder(home), 'forever.json'))).to.equal(false);
  });

  it('keeps from everybody else what a child prints, and where it runs', async () => {
    // given
    const home = newFolder();
    mkdirSync(logFolder(home), { mode: 0o755 });
    const child = startChild(home, { name: 'forever', command: process.execPath, args: FOREVER });

    // when
    const modes = [logFolder(home), runFolder(home)].map((folder) => statSync(folder).mode & 0o077);
    await child.stop();

    // then
    expect(modes).to.deep.equal([0, 0]);
  });

  it('kills a child that does not stop when asked', async () => {
    // given
    const home = newFolder();
    const stubborn = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)";
    const child = startChild(home, {
      name: 'stubborn',
      command: process.execPath,
      args: ['-e', stubborn],
      stopWithinMs: 100,
    });
    await eventually(() => readFileSync(child.logFile, 'utf8').includes('up'));

    // when
    await child.stop();

    // then
    expect(await child.exited).to.equal('signal SIGKILL');
  });

  it('ends what a killed launcher left running', async () => {
    // given
    const home = newFolder();
    const child = startChild(home, { name: 'forever', command: process.execPath, args: FOREVER });

    // when
    const ended = await endOrphans(home);

    // then
    expect(ended).to.deep.equal(['forever']);
    expect(identify(child.pid)).to.equal(undefined);
    expect(await endOrphans(home)).to.deep.equal([]);
  });

  it('ends a child by its name, and no other', async () => {
    // given
    const home = newFolder();
    const child = startChild(home, { name: 'one', command: process.execPath, args: FOREVER });
    const other = startChild(home, { name: 'other', command: process.execPath, args: FOREVER });

    // when
    await endChild(home, 'one');

    // then
    expect(identify(child.pid)).to.equal(undefined);
    expect(identify(other.pid)).not.to.equal(undefined);
    await other.kill();
  });

  it('leaves a stranger alone that got the number of an orphan', async () => {
    // given
    const home = newFolder();
    const stranger = spawn(process.execPath, FOREVER, { stdio: 'ignore' });
    const identity = identify(stranger.pid ?? 0);
    if (!identity) throw new Error('the stranger did not start');
    mkdirSync(runFolder(home), { recursive: true });
    const orphan = {
      ...identity,
      born: 'earlier',
      name: 'forever',
      order: 1,
      stopSignal: 'SIGTERM',
      stopWithinMs: 100,
    };
    writeFileSync(join(runFolder(home), 'forever.json'), JSON.stringify(orphan));

    // when
    const ended = await endOrphans(home);

    // then
    expect(ended).to.deep.equal([]);
    expect(isAlive(identity)).to.equal(true);
    const gone = new Promise((resolve) => stranger.once('exit', resolve));
    stranger.kill('SIGKILL');
    await gone;
  });

  it('refuses a second launcher in the same home', async () => {
    // given
    const home = newFolder();
    const other = spawn(process.execPath, FOREVER, { stdio: 'ignore' });
    mkdirSync(runFolder(home), { recursive: true });
    writeFileSync(join(runFolder(home), 'launcher.json'), JSON.stringify(identify(other.pid ?? 0)));

    // when
    const sentence = await problemOf(() => claimHome(home));
    const gone = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await gone;
    const claim = await claimHome(home);

    // then
    expect(sentence).to.contain('already runs').and.contain(home);
    expect(readFileSync(join(runFolder(home), 'launcher.json'), 'utf8')).to.contain(String(process.pid));
    claim.release();
  });
});
