import type { TrackRequest } from '#common/contract/requests.ts';
import { toAsciiDigits } from '#ui/format/numbers.ts';
import { isEmail, isTrackingCode, normalizeCode } from '#ui/validate/contact.ts';

export type CodeFormValues = { code: string; factor: string };

/** Reads the credentials from the URL fragment. They come after `#`, so they never reach a server or its
 *  logs. */
export function credentialsFromFragment(hash: string): { token?: string; code?: string } {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const token = parts.get('token');
  const code = parts.get('code');
  return { ...(token && { token }), ...(code && { code }) };
}

export function codeFormErrors({ code, factor }: CodeFormValues): {
  code?: 'codeWrong';
  factor?: 'factorWrong';
} {
  const isFactor = isEmail(factor) || /^\d{4}$/.test(toAsciiDigits(factor).trim());
  return {
    ...(!isTrackingCode(code) && { code: 'codeWrong' as const }),
    ...(!isFactor && { factor: 'factorWrong' as const }),
  };
}

export const toTrackRequest = ({ code, factor }: CodeFormValues): TrackRequest => ({
  trackingCode: normalizeCode(code),
  secondFactor: toAsciiDigits(factor).trim(),
});
