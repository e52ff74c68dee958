import type { TrackRequest } from '../../../contract/index.ts';
import type { Db } from '../../platform/db.ts';
import { RequestNotFound, readTrackingCode } from '../requests/index.ts';
import { secondFactorFits } from './second-factor.ts';
import type { SignedLinks } from './signed-link.ts';

/** Finds the request that somebody has proved to be the own one. @returns its id
 *  @throws RequestNotFound for an unknown code, a second factor that does not fit, and a link that is not valid: all alike */
export type Identify = (by: TrackRequest) => Promise<string>;

type Key = { id: string; mobile: string | null; email: string | null };

export const identifier =
  ({ db, links }: { db: Db; links: SignedLinks }): Identify =>
  async (by) => {
    if ('token' in by) {
      const id = links.read(by.token);
      if (id === undefined) throw new RequestNotFound();
      return id;
    }
    const found = await db('requests')
      .select('id', 'contact_mobile as mobile', 'contact_email as email')
      .where({ tracking_code: readTrackingCode(by.trackingCode) })
      .first<Key | undefined>();
    if (!secondFactorFits(by.secondFactor, found) || !found) throw new RequestNotFound();
    return found.id;
  };
