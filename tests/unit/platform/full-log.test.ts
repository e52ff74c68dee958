import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { aLimitedDisk, type LimitedDisk } from '#tests/support/fakes/limited-disk.ts';
import { temporaryFolders } from '../stack/temporary-folder.ts';

const LOG = fileURLToPath(new URL('../../../api/src/platform/log.ts', import.meta.url));

/** Writes as many lines as it is told by its parent, and says when it has. */
const PROGRAM = `
  import { openLog } from ${JSON.stringify(LOG)};
  const log = openLog('info');
  let line = 0;
  process.on('message', (lines) => {
    for (let end = line + lines; line < end; line += 1) log.info({ line }, 'x'.repeat(1_000));
    setImmediate(() => process.send('written'));
  });
  process.send('ready');
`;

describe('the log of the api, on a full disk', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  let disk: LimitedDisk | undefined;

  afterEach(() => {
    disk?.close();
    disk = undefined;
  });

  async function aWriter(file: string) {
    const fd = openSync(file, 'a');
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM], {
      stdio: ['ignore', fd, 'pipe', 'ipc'],
    });
    closeSync(fd);
    let failures = '';
    if (child.stderr) createInterface(child.stderr).on('line', (line) => (failures += `${line}\n`));
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the writer ended with ${String(code)}: ${failures}`);
    });
    ended.catch(() => undefined);
    const answer = () => Promise.race([once(child, 'message'), ended]);
    await answer();
    return {
      async write(lines: number) {
        child.send(lines);
        await answer();
      },
      end: () => void child.kill('SIGKILL'),
    };
  }

  it('ends nobody; what there is no room for waits, and what is lost is counted', async () => {
    // given
    disk = aLimitedDisk(2);
    // Only root may make a disk that can be emptied again; for anybody else there is one that stays full.
    const file = disk ? join(disk.folder, 'api.log') : '/dev/full';
    const writer = await aWriter(file);
    await writer.write(10);

    // when
    disk?.fill();
    await writer.write(3_000);
    await writer.write(10);
    disk?.empty();
    await writer.write(10);
    await writer.write(1);
    writer.end();

    // then
    if (!disk) return expect(process.getuid?.()).not.to.equal(0);
    const text = readFileSync(file, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line?: number; lost?: number; level: number; msg: string });
    const told = lines.filter(({ lost }) => lost !== undefined);
    const written = lines.filter(({ line }) => line !== undefined).map(({ line }) => line);
    expect(told.map(({ level, msg }) => [level, msg])).to.deep.equal([
      [50, 'the log could not be written for a while'],
    ]);
    expect(new Set(written).size).to.equal(written.length);
    expect(written.slice(0, 10)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(written.at(-1)).to.equal(3_030);
    expect(told[0]?.lost).to.be.greaterThan(0);
    expect(written.length + (told[0]?.lost ?? 0)).to.equal(3_031);
  });

  it('is written as before where the disk has room', async () => {
    // given
    const file = join(newFolder(), 'api.log');
    const writer = await aWriter(file);

    // when
    await writer.write(100);
    writer.end();

    // then
    expect(readFileSync(file, 'utf8').match(/"line":\d+/g)).to.have.length(100);
  });
});
