import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type MailServer = {
  url: string;
  mails: { to: string[]; source: string }[];
  /** Reply code for the next recipients; 250 accepts the mail. */
  answerWith(code: number): void;
  /** Returns the mails to an address, decoded. */
  to(address: string): string[];
  close(): Promise<void>;
};

/** Starts a mail server that stores what it receives, on any free port unless one is given. */
export async function aMailServer({ port: wanted = 0 } = {}): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  let answer = 250;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) =>
      done(answer === 250 ? null : Object.assign(new Error('not now'), { responseCode: answer })),
    onData(stream, session, done) {
      let source = '';
      stream.on('data', (chunk: Buffer) => (source += chunk.toString()));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), source });
        done();
      });
    },
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    // A sender killed in the middle of a mail leaves a broken connection.
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
  });
  await new Promise<void>((ready) => server.listen(wanted, '127.0.0.1', ready));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answerWith: (code) => void (answer = code),
    to: (address) => mails.filter(({ to }) => to.includes(address)).map(({ source }) => readable(source)),
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

const readable = (source: string): string => `${source.split('\r\n\r\n')[0]}\n${decodeMail(source)}`;

/** Decodes the parts of a mail: base64 and quoted-printable. */
export function decodeMail(source: string): string {
  return source
    .split(/\r\n--[^\r\n]+/)
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n');
      const body = rest.join('\r\n\r\n');
      if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString();
      const bytes = body
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      return Buffer.from(bytes, 'latin1').toString();
    })
    .join('\n');
}
