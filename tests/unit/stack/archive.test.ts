import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ensureFolder } from '#stack/archive.ts';
import { temporaryFolders } from './temporary-folder.ts';

describe('the unpacked programs', () => {
  const newFolder = temporaryFolders();

  const fillCounting = () => {
    const counter = { times: 0 };
    const fill = async (folder: string) => {
      counter.times += 1;
      for (const name of ['a', 'b']) writeFileSync(join(folder, name), name);
    };
    return { counter, fill };
  };

  it('are unpacked once', async () => {
    // given
    const folder = join(newFolder(), 'program');
    const { counter, fill } = fillCounting();

    // when
    await ensureFolder(folder, 'checksum', fill);
    await ensureFolder(folder, 'checksum', fill);

    // then
    expect(counter.times).to.equal(1);
  });

  it('are unpacked anew when a file is missing', async () => {
    // given
    const folder = join(newFolder(), 'program');
    const { fill } = fillCounting();
    await ensureFolder(folder, 'checksum', fill);
    rmSync(join(folder, 'b'));

    // when
    await ensureFolder(folder, 'checksum', fill);

    // then
    expect(existsSync(join(folder, 'b'))).to.equal(true);
  });

  it('are unpacked anew when another file was pinned', async () => {
    // given
    const folder = join(newFolder(), 'program');
    const { counter, fill } = fillCounting();
    await ensureFolder(folder, 'checksum', fill);

    // when
    await ensureFolder(folder, 'another checksum', fill);

    // then
    expect(counter.times).to.equal(2);
  });

  it('are not taken for whole when the unpacking was cut off', async () => {
    // given
    const folder = join(newFolder(), 'program');
    const cutOff = async (fresh: string) => {
      writeFileSync(join(fresh, 'a'), 'a');
      throw new Error('cut off');
    };
    await ensureFolder(folder, 'checksum', cutOff).catch(() => {});

    // when
    const { counter, fill } = fillCounting();
    await ensureFolder(folder, 'checksum', fill);

    // then
    expect(counter.times).to.equal(1);
    expect(existsSync(join(folder, 'b'))).to.equal(true);
  });
});
