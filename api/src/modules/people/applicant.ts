import { domainToASCII } from 'node:url';
import type { Applicant } from '#common/contract/index.ts';
import { readNationalId } from '#common/text/national-id.ts';
import { tidyLine } from '#common/text/persian-text.ts';
import { readMobile } from './mobile.ts';

/** Person as the database stores one: E.164 mobile number, checked national id. */
export type Contact = {
  kind: 'natural' | 'legal';
  name: string;
  nationalId: string | null;
  mobile: string | null;
  email: string | null;
};

export type FieldError = { path: string; rule: string; message: string };

const EMAIL = /^([^\s@<>()",;:\\]+)@([^\s@<>()",;:\\]+)$/u;
/** Labels of letters, digits and hyphens (RFC 1123), the last one not a number: an address literal such as
 *  [127.0.0.1] belongs to no person. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
/** Top-level domains for the machine itself or its own network (RFC 6761, RFC 8375, ICANN's .internal). */
const LOCAL_DOMAIN = /\.(?:localhost|local|internal|home\.arpa)$/;

/** Invisible characters: direction marks come along when an address is copied, but none belongs inside. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const SURROUNDING_SPACE = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu;

/** @returns the address without surrounding characters, its domain as in DNS; or undefined when it is not an
 *  address */
export function readEmail(text: string): string | undefined {
  const [, local = '', typed = ''] = EMAIL.exec(text.replace(SURROUNDING_SPACE, '')) ?? [];
  const domain = domainToASCII(typed);
  if (INVISIBLE.test(local) || !DOMAIN.test(domain) || LOCAL_DOMAIN.test(domain)) return undefined;
  return `${tidyLine(local)}@${domain}`;
}

/** Reads an applicant's details as typed. Errors name fields by JSON pointer and never repeat the value. */
export function readApplicant(applicant: Applicant): { contact: Contact; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const check = <T>(
    field: keyof Applicant,
    rule: string,
    message: string,
    read: (text: string) => T | undefined,
  ) => {
    const typed = applicant[field];
    if (typed === undefined) return null;
    const value = read(typed);
    if (value === undefined) errors.push({ path: `/applicant/${field}`, rule, message });
    return value ?? null;
  };
  const name = check('name', 'minLength', 'is too short', (text) => {
    const tidy = tidyLine(text);
    return tidy.length >= 2 ? tidy : undefined;
  });
  const nationalId = check('nationalId', 'nationalId', 'is not a national id', readNationalId);
  const mobile = check('mobile', 'mobile', 'is not a mobile number', readMobile);
  const email = check('email', 'email', 'is not an e-mail address', readEmail);
  return {
    contact: {
      kind: nationalId?.kind ?? 'natural',
      name: name ?? '',
      nationalId: nationalId?.value ?? null,
      mobile,
      email,
    },
    errors,
  };
}
