import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import { asciiDigits } from '#common/text/persian-text.ts';

/** Country of numbers without a country code. */
const HOME_REGION = 'IR';

/** Reads a mobile number in any digits and any usual notation.
 *  @returns E.164 (`+989121234567`), or undefined when it is not a mobile number of any country */
export function readMobile(text: string): string | undefined {
  const number = parsePhoneNumberFromString(asciiDigits(text).replace(/\p{Cf}/gu, ''), HOME_REGION);
  return number?.isValid() ? number.number : undefined;
}
