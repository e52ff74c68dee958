import { toAsciiDigits } from '../format/numbers.ts';

/** Checks an Iranian national id in any script of digits: either ten digits, the last being the check digit
 *  of the first nine (modulus 11), or the eleven digits of a legal person, whose check digit also weighs the
 *  tens digit. */
export function isNationalId(text: string): boolean {
  const digits = toAsciiDigits(text).replace(/[\s‌-]/g, '');
  if (/^(\d)\1*$/.test(digits)) return false;
  if (/^\d{10}$/.test(digits)) return naturalPerson(digits);
  return /^\d{11}$/.test(digits) && legalPerson(digits);
}

function naturalPerson(digits: string): boolean {
  const sum = [...digits.slice(0, 9)].reduce(
    (total, digit, index) => total + Number(digit) * (10 - index),
    0,
  );
  const rest = sum % 11;
  return Number(digits[9]) === (rest < 2 ? rest : 11 - rest);
}

const LEGAL_WEIGHTS = [29, 27, 23, 19, 17, 29, 27, 23, 19, 17];

function legalPerson(digits: string): boolean {
  const tens = Number(digits[9]) + 2;
  const sum = LEGAL_WEIGHTS.reduce(
    (total, weight, index) => total + (Number(digits[index]) + tens) * weight,
    0,
  );
  return (sum % 11) % 10 === Number(digits[10]);
}
