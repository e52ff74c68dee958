import type { TrackRequest } from '#common/contract/requests.ts';
import { toAsciiDigits } from '#ui/format/numbers.ts';
import { isEmail, isTrackingCode, plainCode } from '#ui/validate/contact.ts';

export type CodeForm = { code: string; factor: string };

/** What the address hands over. It stands after `#`, so that it never reaches a server or its logs. */
export function fromFragment(hash: string): { token?: string; code?: string } {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const token = parts.get('token');
  const code = parts.get('code');
  return { ...(token && { token }), ...(code && { code }) };
}

export function codeFormErrors({ code, factor }: CodeForm): { code?: 'codeWrong'; factor?: 'factorWrong' } {
  const isFactor = isEmail(factor) || /^\d{4}$/.test(toAsciiDigits(factor).trim());
  return {
    ...(!isTrackingCode(code) && { code: 'codeWrong' as const }),
    ...(!isFactor && { factor: 'factorWrong' as const }),
  };
}

export const toTrackRequest = ({ code, factor }: CodeForm): TrackRequest => ({
  trackingCode: plainCode(code),
  secondFactor: toAsciiDigits(factor).trim(),
});
