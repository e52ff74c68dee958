import { createHash } from 'node:crypto';
import type { Forms } from '#api/modules/forms/index.ts';
import { type Contact, readApplicant } from '#api/modules/people/index.ts';
import type { CatalogueEntry } from '#api/modules/services/index.ts';
import { canonicalJson } from '#api/platform/canonical-json.ts';
import { InvalidInput } from '#api/platform/common.errors.ts';
import type { Applicant, Channel, Locale, Outcome, Place, Priority } from '#common/contract/index.ts';
import { tidyJson, tidyLine, tidyText } from '#common/text/persian-text.ts';
import { initialPriority } from './start-variables.ts';

/** A request as its sender put it, handed over by every channel adapter. */
export type Filing = {
  service: string;
  text: string;
  /** Null when the source knows no applicant, e.g. open data of another system. */
  applicant: Applicant | null;
  place?: Place | undefined;
  answers?: Record<string, unknown> | undefined;
  locale?: Locale | undefined;
  channel: Channel;
  /** Username of the member of staff who files on behalf of a citizen; null when the citizen files. */
  by: string | null;
  idempotencyKey?: string | undefined;
  /** Number of the request in the system it comes from. */
  external?: { source: string; id: string } | undefined;
  /** Id of an earlier request about the same matter, which the citizen has proved to be theirs. */
  follows?: string | undefined;
  /** Time at which the request was made, if not now. */
  receivedAt?: Date | undefined;
  /** Set for a request that was over before it came in: it is stored and starts no process. */
  history?:
    { status: 'closed' | 'withdrawn'; outcome: Outcome; closedAt: Date; department?: string } | undefined;
};

/** A filing with every field checked and normalized. */
export type CheckedFiling = {
  contact: Contact | null;
  text: string;
  answers: Record<string, unknown>;
  province: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
  priority: Priority;
};

const MIN_TEXT_LENGTH = 5;

/** Checks a filing against the rules of its service.
 *  @throws InvalidInput naming every wrong field */
export async function checkFiling(
  filing: Filing,
  service: CatalogueEntry,
  deps: { forms: Forms; isProvince: (code: string) => Promise<boolean> },
): Promise<CheckedFiling> {
  const read = filing.applicant ? readApplicant(filing.applicant) : { contact: null, errors: [] };
  const errors = [...read.errors];
  const text = tidyText(filing.text);
  if (text.length < MIN_TEXT_LENGTH)
    errors.push({
      path: '/text',
      rule: 'minLength',
      message: `must have at least ${MIN_TEXT_LENGTH} characters`,
    });
  if (
    filing.channel === 'web' &&
    read.contact &&
    read.errors.length === 0 &&
    !read.contact.mobile &&
    !read.contact.email
  )
    errors.push({
      path: '/applicant/mobile',
      rule: 'required',
      message: 'or an e-mail address is needed to follow the request',
    });

  const { province, address, latitude, longitude } = filing.place ?? {};
  if (province !== undefined && !(await deps.isProvince(province)))
    errors.push({ path: '/place/province', rule: 'enum', message: 'is not a province' });
  if (province === undefined && service.needsPlace)
    errors.push({ path: '/place/province', rule: 'required', message: 'is needed for this service' });
  if ((latitude === undefined) !== (longitude === undefined))
    errors.push({
      path: '/place',
      rule: 'dependentRequired',
      message: 'latitude and longitude belong together',
    });

  const answers = tidyJson(filing.answers ?? {}) as Record<string, unknown>;
  errors.push(...deps.forms.check(service.intakeForm, answers, '/answers'));
  if (errors.length > 0) throw new InvalidInput(undefined, { errors });
  return {
    contact: read.contact,
    text,
    answers,
    province: province ?? null,
    address: address === undefined ? null : tidyLine(address) || null,
    latitude: latitude ?? null,
    longitude: longitude ?? null,
    priority: initialPriority(answers),
  };
}

/** Returns a hash that does not depend on the order of the members. A repeated Idempotency-Key is compared by
 *  it. */
export function fingerprint({ idempotencyKey: _key, receivedAt: _at, ...content }: Filing): string {
  return createHash('sha256').update(canonicalJson(content)).digest('base64url');
}
