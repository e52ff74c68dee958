import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SMTPServer } from 'smtp-server';
import { privateFolder } from './private-folder.ts';

/** A running mail server. */
export interface MailServer {
  /** Folder of the messages, one .eml file each, oldest first by name. */
  readonly folder: string;
  stop(): Promise<void>;
}

const MAX_MESSAGE_BYTES = 20_000_000;

/** Starts the mail server of the embedded stack: it accepts every message on loopback, stores it as a file,
 *  and sends none. Messages contain links with which anybody can act for a citizen. */
export async function startMail(folder: string, port: number): Promise<MailServer> {
  privateFolder(folder);
  let received = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    onData(stream, _session, done) {
      received += 1;
      const name = `${new Date().toISOString().replaceAll(':', '-')}-${String(received).padStart(6, '0')}.eml`;
      pipeline(stream, createWriteStream(join(folder, name))).then(() => done(), done);
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { folder, stop: () => new Promise((resolve) => server.close(resolve)) };
}
