import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler } from '#api/platform/jobs.ts';
import type { Mailer } from '#api/platform/mail.ts';
import type { Locale } from '#common/contract/index.ts';
import { renderCode } from '../delivery/render-alert.ts';
import type { OneTimeCodes } from './one-time-codes.ts';

/** The job that sends one code. */
export const SEND_CODE = 'send-alert-code';

type Deps = { db: Db; clock: Clock; mailer: Mailer; codes: OneTimeCodes; page: string };
type Row = { address: string; locale: Locale; expires_at: Date };

/** Sends the code of an opt-in that is still pending. */
export const sendCode =
  ({ db, clock, mailer, codes, page }: Deps): JobHandler =>
  async (payload) => {
    const { optInId } = payload as { optInId: string };
    const row = await db('alert_opt_ins').where({ id: optInId, channel: 'email' }).first<Row | undefined>();
    if (!row || row.expires_at <= clock.now()) return;
    const message = renderCode(row.locale, codes.codeFor(optInId), page);
    await mailer.send({ ...message, to: row.address, messageId: `<${optInId}@shahrah>` });
  };
