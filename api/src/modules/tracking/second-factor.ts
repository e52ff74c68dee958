import { createHash, timingSafeEqual } from 'node:crypto';
import { asciiDigits } from '#common/text/persian-text.ts';

const LAST_DIGITS = 4;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const NO_CONTACT = { mobile: null, email: null };

/** Tells whether the second factor belongs to the contact: the last four digits of its mobile number, or its
 *  e-mail address. It does the same work whether there is a contact, one that fits, or none. */
export function secondFactorFits(
  given: string,
  contact: { mobile: string | null; email: string | null } | undefined,
): boolean {
  const { mobile, email } = contact ?? NO_CONTACT;
  const typed = asciiDigits(given.trim()).toLowerCase();
  const byMobile = same(typed, mobile?.slice(-LAST_DIGITS) ?? '');
  const byEmail = same(typed, email?.toLowerCase() ?? '');
  return (
    typed !== '' && contact !== undefined && ((mobile !== null && byMobile) || (email !== null && byEmail))
  );
}
