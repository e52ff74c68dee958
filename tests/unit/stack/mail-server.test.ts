import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createTransport } from 'nodemailer';
import { startMail } from '#stack/mail-server.ts';
import { freePorts } from '#stack/ports.ts';
import { temporaryFolders } from './temporary-folder.ts';

describe('the mail server of the embedded stack', () => {
  const newFolder = temporaryFolders();

  it('keeps each message as a file', async () => {
    // given
    const { MAIL_PORT } = await freePorts({});
    const server = await startMail(join(newFolder(), 'mail'), MAIL_PORT);
    const transport = createTransport(`smtp://127.0.0.1:${MAIL_PORT}`);

    // when
    for (const subject of ['first', 'second']) {
      await transport.sendMail({ from: 'a@shahrah.example', to: 'b@shahrah.example', subject, text: 'سلام' });
    }
    transport.close();
    await server.stop();

    // then
    const files = readdirSync(server.folder).sort();
    expect(files).to.have.length(2);
    expect(readFileSync(join(server.folder, String(files[0])), 'utf8')).to.contain('Subject: first');
    expect(readFileSync(join(server.folder, String(files[1])), 'utf8')).to.contain('Subject: second');
  });

  it('keeps them from everybody else, also in a folder that was open', async () => {
    // given
    const folder = join(newFolder(), 'mail');
    mkdirSync(folder, { mode: 0o755 });

    // when
    const server = await startMail(folder, (await freePorts({})).MAIL_PORT);
    await server.stop();

    // then
    expect(statSync(folder).mode & 0o077).to.equal(0);
  });
});
