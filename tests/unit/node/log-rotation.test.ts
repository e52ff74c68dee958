import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { rotateLog } from '#common/node/log-rotation.ts';
import { logFolder, startChild } from '#stack/supervise.ts';
import { aLimitedDisk, type LimitedDisk } from '#tests/support/fakes/limited-disk.ts';
import { eventually } from '#tests/support/wait.ts';
import { temporaryFolders } from '../stack/temporary-folder.ts';

const ROTATION = fileURLToPath(new URL('../../../common/node/log-rotation.ts', import.meta.url));
const LOG = fileURLToPath(new URL('../../../api/src/platform/log.ts', import.meta.url));

describe('a log', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  let disk: LimitedDisk | undefined;

  afterEach(() => {
    disk?.close();
    disk = undefined;
  });

  it('is put aside when it is too long, and the oldest is thrown away', () => {
    // given
    const file = join(newFolder(), 'a.log');

    // when
    for (const day of ['one', 'two', 'three', 'four', 'five', 'six']) {
      writeFileSync(file, `${day}, and more than ten bytes\n`, { flag: 'a' });
      rotateLog(file, 10);
    }

    // then
    const kept = [1, 2, 3, 4].map((age) => readFileSync(`${file}.${age}`, 'utf8').split(',')[0]);
    expect(kept).to.deep.equal(['six', 'five', 'four', 'three']);
    expect(readFileSync(file, 'utf8')).to.equal('');
    expect(existsSync(`${file}.5`)).to.equal(false);
  });

  it('stays as it is while it is short, or not there', () => {
    // given
    const file = join(newFolder(), 'a.log');
    rotateLog(file, 10);
    writeFileSync(file, 'short\n');

    // when
    rotateLog(file, 10);

    // then
    expect(readFileSync(file, 'utf8')).to.equal('short\n');
    expect(existsSync(`${file}.1`)).to.equal(false);
  });

  it('stays as it is when there is no room to put it aside', () => {
    // given
    disk = aLimitedDisk(1);
    const file = join(disk?.folder ?? newFolder(), 'a.log');
    const text = `${'x'.repeat(99)}\n`.repeat(2_000);
    writeFileSync(file, text);
    disk?.fill();
    // Only root may make a disk that is full; for anybody else there is none that the copy could go to.
    if (!disk) writeFileSync(`${file}.new`, '', { mode: 0o400 });

    // when
    const rotate = () => rotateLog(file, 10);

    // then
    expect(rotate).to.throw();
    expect(readFileSync(file, 'utf8')).to.equal(text);
    expect(existsSync(`${file}.1`)).to.equal(false);
  });

  it('of a program that rotates it itself loses no line while it runs', async () => {
    // given
    const home = newFolder();
    const program = `
      import { startOwnLogRotation } from ${JSON.stringify(ROTATION)};
      import { openLog } from ${JSON.stringify(LOG)};
      startOwnLogRotation(process.env.LOG_FILE);
      const log = openLog('info');
      let line = 0;
      setInterval(() => {
        for (let end = line + 50; line < end; line += 1) log.info({ line }, 'x'.repeat(1_000));
      }, 10);
    `;
    const child = startChild(home, {
      name: 'writer',
      command: process.execPath,
      args: ['--import', 'tsx', '--input-type=module', '--eval', program],
      cwd: process.cwd(),
      rotatesItsLog: true,
    });

    // when
    await eventually(() => existsSync(`${child.logFile}.1`), { timeout: 100_000 });
    await eventually(() => statSync(child.logFile).size > 100_000);
    await child.stop();

    // then
    const folder = logFolder(home);
    const text = readdirSync(folder)
      .sort()
      .reverse()
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const numbers = [...text.join('').matchAll(/"line":(\d+),/g)].map(([, line]) => Number(line));
    expect(numbers).to.deep.equal(numbers.map((_, at) => at));
    expect(statSync(`${child.logFile}.1`).size).to.be.greaterThan(20_000_000);
  });

  it('of another program is put aside while it runs', async () => {
    // given
    const home = newFolder();
    const child = startChild(home, {
      name: 'talker',
      command: process.execPath,
      args: ['-e', "process.stdout.write('x'.repeat(21e6)); setInterval(() => console.log('later'), 100)"],
    });

    // when
    await eventually(() => existsSync(`${child.logFile}.1`));

    // then
    await eventually(() => readFileSync(child.logFile, 'utf8').includes('later'));
    expect(statSync(child.logFile).size).to.be.lessThan(1_000_000);
    await child.stop();
  });
});
