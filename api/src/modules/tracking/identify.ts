import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { type VerifySecondFactor } from '#api/platform/verify-second-factor.ts';
import type { TrackRequest } from '#common/contract/index.ts';
import { readTrackingCode } from '#common/text/tracking-code.ts';
import { confirmMailboxOfRequest } from '../notifications/index.ts';
import { RequestNotFound } from '../requests/index.ts';
import { secondFactorFits } from './second-factor.ts';
import type { SignedLinks } from './signed-links.ts';

/** Finds the request that a person has proved to be theirs. Signed links do not count as attempts: nobody can
 *  guess one, and refusing one costs no database read.
 *  @returns the id of the request
 *  @throws RequestNotFound alike for an unknown code, a second factor that does not fit, and an invalid link
 *  @throws TooManyAttempts whatever was given, once too many factors did not fit */
export type Identify = (by: TrackRequest, prove: VerifySecondFactor) => Promise<string>;

type Key = { id: string; mobile: string | null; email: string | null };

export const identifier =
  ({ db, clock, links }: { db: Db; clock: Clock; links: SignedLinks }): Identify =>
  async (by, prove) => {
    if ('token' in by) {
      const id = links.read(by.token);
      if (id === undefined) throw new RequestNotFound();
      await confirmMailboxOfRequest(db, id, clock.now());
      return id;
    }
    const code = readTrackingCode(by.trackingCode);
    const found = await prove(code, async () => {
      const key = await db('requests')
        .select('id', 'contact_mobile as mobile', 'contact_email as email')
        .where({ tracking_code: code })
        .first<Key | undefined>();
      return secondFactorFits(by.secondFactor, key) ? key : undefined;
    });
    if (!found) throw new RequestNotFound();
    return found.id;
  };
