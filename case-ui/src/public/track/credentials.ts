import type { TrackRequest } from '#common/contract/requests.ts';
import { asciiDigits } from '#common/text/persian-text.ts';
import { isTrackingCode, readTrackingCode } from '#common/text/tracking-code.ts';
import { isEmail } from '#ui/validate/contact.ts';

export type CodeFormValues = { code: string; factor: string };

/** Reads the credentials from the URL fragment. They come after `#`, so they never reach a server or its
 *  logs. */
export function credentialsFromFragment(hash: string): { token?: string; code?: string } {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const token = parts.get('token');
  const code = parts.get('code');
  return { ...(token && { token }), ...(code && { code }) };
}

/** A code of another length lacks digits; one with a wrong check digit has a typing error. */
export function codeFormErrors({ code, factor }: CodeFormValues): {
  code?: 'codeWrong' | 'codeMistyped';
  factor?: 'factorWrong';
} {
  const digits = readTrackingCode(code);
  const isFactor = isEmail(factor) || /^\d{4}$/.test(asciiDigits(factor).trim());
  return {
    ...(!isTrackingCode(digits) && {
      code: /^\d{12}$/.test(digits) ? ('codeMistyped' as const) : ('codeWrong' as const),
    }),
    ...(!isFactor && { factor: 'factorWrong' as const }),
  };
}

export const toTrackRequest = ({ code, factor }: CodeFormValues): TrackRequest => ({
  trackingCode: readTrackingCode(code),
  secondFactor: asciiDigits(factor).trim(),
});
