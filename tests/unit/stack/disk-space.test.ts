import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { dataFolders, fullDisk, watchDisks } from '#stack/disk-space.ts';
import { silentReporter } from '#stack/reporter.ts';
import { aLimitedDisk, type LimitedDisk } from '#tests/support/fakes/limited-disk.ts';
import { eventually } from '#tests/support/wait.ts';
import { temporaryFolders } from './temporary-folder.ts';

describe('the disk of a home', () => {
  const newFolder = temporaryFolders();
  let disk: LimitedDisk | undefined;

  afterEach(() => {
    disk?.close();
    disk = undefined;
  });

  it('is called nearly full once, before it is, and having room again once', async () => {
    // given
    disk = aLimitedDisk(64);
    const folder = disk?.folder ?? newFolder();
    const said: string[] = [];
    const reporter = { ...silentReporter, say: (line: string) => void said.push(line) };

    // when
    const stop = watchDisks([folder], { lowMb: disk ? 20 : 1e12, reporter, everyMs: 20 });
    if (disk) {
      await eventually(async () => !(await fullDisk([folder])));
      expect(said).to.deep.equal([]);
      disk.fill();
    }
    await eventually(() => said.length > 0);
    const full = await fullDisk([folder]);
    disk?.empty();
    if (disk) await eventually(() => said.length > 1);
    stop();

    // then
    expect(said[0]).to.match(/^The disk that holds .+ is nearly full \(\d+ MB left\): free some space there/);
    expect(said.slice(1)).to.deep.equal(disk ? [`The disk that holds ${folder} has room again.`] : []);
    expect(full).to.equal(disk ? folder : undefined);
  });

  it('is named once, whatever folders are on it', () => {
    // given
    const home = newFolder();

    // then
    expect(dataFolders(home)).to.deep.equal([home]);
  });
});
