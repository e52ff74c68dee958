import { createTransport } from 'nodemailer';
import type { JobHandler } from './jobs.ts';

export type Message = { subject: string; text: string; html: string };
export type Mail = Message & { to: string; messageId: string; headers?: Record<string, string> };

/** Transport for mail. @throws MailRefused when another attempt cannot help, else the mail server's error */
export type Mailer = { send(mail: Mail): Promise<void>; close(): void };

export class MailRefused extends Error {}

const MAIL_TIMEOUT_MS = 15_000;
/** SMTP reply codes from here on are final. */
const FIRST_PERMANENT_SMTP_CODE = 500;

/** Sends mail by SMTP.
 *  @param from as in a header: `Shahrah <no-reply@example.org>` */
export function smtpMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const transport = createTransport(
    {
      url: smtpUrl,
      connectionTimeout: MAIL_TIMEOUT_MS,
      greetingTimeout: MAIL_TIMEOUT_MS,
      socketTimeout: MAIL_TIMEOUT_MS,
    },
    { from },
  );
  return {
    async send(mail) {
      try {
        await transport.sendMail(mail);
      } catch (cause) {
        const { responseCode } = cause as { responseCode?: number };
        if (responseCode !== undefined && responseCode >= FIRST_PERMANENT_SMTP_CODE)
          throw new MailRefused(`the mail server refused it with ${responseCode}`, { cause });
        throw cause;
      }
    },
    close: () => transport.close(),
  };
}

export type MailFailure = 'refused-by-mail-server' | 'mail-server-away';

/** Sends a mail in an attempt of a job, and has its outcome written: `sent`, `failed` when the mail server
 *  refused it or this was the last attempt, else `waiting`.
 *  @param logged ids for the log line of a failure
 *  @throws the mail server's error when the job is to be repeated */
export async function sendInJob(
  mailer: Mailer,
  { attempt, maxAttempts, log }: Parameters<JobHandler>[1],
  {
    mail,
    sent,
    failed,
    waiting,
    logged,
  }: {
    mail: Mail;
    sent: () => Promise<unknown>;
    failed: (reason: MailFailure) => Promise<unknown>;
    waiting?: (reason: MailFailure) => Promise<unknown>;
    logged: Record<string, unknown>;
  },
): Promise<void> {
  try {
    await mailer.send(mail);
  } catch (error) {
    const reason = error instanceof MailRefused ? 'refused-by-mail-server' : 'mail-server-away';
    if (reason === 'mail-server-away' && attempt < maxAttempts) {
      await waiting?.(reason);
      throw error;
    }
    await failed(reason);
    log.warn({ ...logged, reason: (error as Error).message }, 'a mail could not be sent');
    return;
  }
  await sent();
}
