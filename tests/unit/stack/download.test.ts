import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { type Download, fetchFile } from '#stack/download.ts';
import { silentReporter } from '#stack/reporter.ts';
import { problemOf } from './problem-of.ts';
import { temporaryFolders } from './temporary-folder.ts';

const CONTENT = Buffer.alloc(300_000, 'Shahrah ');

describe('the fetching of programs', () => {
  const newFolder = temporaryFolders();
  let server: Server;
  let download: Download;
  let asked: (string | undefined)[] = [];
  let cutAfter = Infinity;

  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.headers.range);
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': CONTENT.length - from });
      if (cutAfter < CONTENT.length) {
        response.write(CONTENT.subarray(from, cutAfter), () => response.destroy());
        cutAfter = Infinity;
      } else {
        response.end(CONTENT.subarray(from));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(() => {
    asked = [];
    cutAfter = Infinity;
    download = {
      title: 'The program',
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/program.zip`,
      fileName: 'program.zip',
      sha256: createHash('sha256').update(CONTENT).digest('hex'),
      bytes: CONTENT.length,
    };
  });

  after(() => new Promise((resolve) => server.close(resolve)));

  it('does not fetch again what is there', async () => {
    // given
    const folder = newFolder();
    await fetchFile(download, folder, silentReporter);

    // when
    const file = await fetchFile(download, folder, silentReporter);

    // then
    expect(asked).to.have.length(1);
    expect(readFileSync(file)).to.deep.equal(CONTENT);
  });

  it('continues half a file', async () => {
    // given
    const folder = newFolder();
    writeFileSync(join(folder, 'program.zip.part'), CONTENT.subarray(0, 100_000));

    // when
    const file = await fetchFile(download, folder, silentReporter);

    // then
    expect(asked).to.deep.equal(['bytes=100000-']);
    expect(readFileSync(file)).to.deep.equal(CONTENT);
  });

  it('goes on where the connection broke', async () => {
    // given
    const folder = newFolder();
    cutAfter = 120_000;

    // when
    const file = await fetchFile(download, folder, silentReporter);

    // then
    expect(asked).to.have.length(2);
    expect(readFileSync(file)).to.deep.equal(CONTENT);
  });

  it('begins anew when the half file was of something else', async () => {
    // given
    const folder = newFolder();
    writeFileSync(join(folder, 'program.zip.part'), Buffer.alloc(100_000, 'x'));

    // when
    const file = await fetchFile(download, folder, silentReporter);

    // then
    expect(readFileSync(file)).to.deep.equal(CONTENT);
  });

  it('replaces a file in the cache that has been damaged', async () => {
    // given
    const folder = newFolder();
    writeFileSync(join(folder, 'program.zip'), 'damaged');

    // when
    const file = await fetchFile(download, folder, silentReporter);

    // then
    expect(readFileSync(file)).to.deep.equal(CONTENT);
  });

  it('lets two callers fetch once', async () => {
    // given
    const folder = newFolder();

    // when
    await Promise.all([
      fetchFile(download, folder, silentReporter),
      fetchFile(download, folder, silentReporter),
    ]);

    // then
    expect(asked).to.have.length(1);
  });

  it('throws away what is not what was pinned, and says so', async () => {
    // given
    const folder = newFolder();
    const other = { ...download, sha256: 'f'.repeat(64) };

    // when
    const sentence = await problemOf(() => fetchFile(other, folder, silentReporter));

    // then
    expect(sentence).to.contain('is not what Shahrah pins').and.contain(download.sha256);
    expect(existsSync(join(folder, 'program.zip'))).to.equal(false);
    expect(existsSync(join(folder, 'program.zip.part'))).to.equal(false);
  });

  it('says what to do without network', async () => {
    // given
    const folder = newFolder();
    const nowhere = { ...download, url: 'http://127.0.0.1:1/program.zip' };

    // when
    const sentence = await problemOf(() => fetchFile(nowhere, folder, silentReporter));

    // then
    expect(sentence).to.contain('connect this machine to the internet').and.contain(folder);
  });

  it('says what to do when the disk cannot hold it', async () => {
    // given
    const huge = { ...download, bytes: 1e15 };

    // when
    const sentence = await problemOf(() => fetchFile(huge, newFolder(), silentReporter));

    // then
    expect(sentence).to.match(/free \d+ MB there/);
    expect(asked).to.have.length(0);
  });
});
