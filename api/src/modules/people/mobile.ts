import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import { asciiDigits } from '#api/platform/persian-text.ts';

/** Numbers without a country code are of this country. */
const HOME_REGION = 'IR';

/** Reads a mobile number in any digits and any usual notation.
 *  @returns E.164 (`+989121234567`), or undefined when no mobile number of any country looks like it */
export function readMobile(text: string): string | undefined {
  const number = parsePhoneNumberFromString(asciiDigits(text).replace(/\p{Cf}/gu, ''), HOME_REGION);
  return number?.isValid() ? number.number : undefined;
}
