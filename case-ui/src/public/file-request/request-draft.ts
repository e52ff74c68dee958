import type { Channel } from '#common/contract/common.ts';
import type { Locale } from '#common/contract/common.ts';
import type { FiledRequest, FileRequest } from '#common/contract/requests.ts';
import { readNationalId } from '#common/text/national-id.ts';
import { randomId } from '#ui/api/random-id.ts';
import { isEmail, isMobile } from '#ui/validate/contact.ts';

export const FILING_STEPS = ['what', 'service', 'details', 'applicant', 'review'] as const;
export type FilingStep = (typeof FILING_STEPS)[number];

export type ApplicantDraft = { name: string; mobile: string; email: string; nationalId: string };

/** Input so far. `key` makes filing idempotent. */
export type RequestDraft = {
  key: string;
  text: string;
  service: string;
  answers: Record<string, unknown>;
  province: string;
  address: string;
  applicant: ApplicantDraft;
  channel: Channel;
};

export type FiledWithContact = FiledRequest & { contact: 'mobile' | 'email' };

export const MIN_TEXT_LENGTH = 5;

export const emptyRequestDraft = (channel: Channel): RequestDraft => ({
  key: randomId(),
  text: '',
  service: '',
  answers: {},
  province: '',
  address: '',
  applicant: { name: '', mobile: '', email: '', nationalId: '' },
  channel,
});

export type ApplicantErrors = Partial<
  Record<keyof ApplicantDraft, 'nameShort' | 'mobileWrong' | 'emailWrong' | 'contact' | 'nationalIdWrong'>
>;

/** Returns the applicant's fields that cannot be filed as they are. */
export function applicantErrors({ name, mobile, email, nationalId }: ApplicantDraft): ApplicantErrors {
  const errors: ApplicantErrors = {};
  if (name.trim().length < 2) errors.name = 'nameShort';
  if (mobile.trim() && !isMobile(mobile)) errors.mobile = 'mobileWrong';
  if (email.trim() && !isEmail(email)) errors.email = 'emailWrong';
  if (!mobile.trim() && !email.trim()) errors.mobile = 'contact';
  if (nationalId.trim() && readNationalId(nationalId) === undefined) errors.nationalId = 'nationalIdWrong';
  return errors;
}

/** First step that is still incomplete; no later step can be opened. */
export function furthestFilingStep(draft: RequestDraft, needsPlace: boolean): FilingStep {
  if (draft.text.trim().length < MIN_TEXT_LENGTH) return 'what';
  if (!draft.service) return 'service';
  if (needsPlace && !draft.province) return 'details';
  return Object.keys(applicantErrors(draft.applicant)).length > 0 ? 'applicant' : 'review';
}

const filled = <T extends Record<string, string>>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value.trim() ? [[key, value.trim()]] : [])),
  ) as Partial<T>;

/** Converts the draft to the request body of the API. */
export function toFileRequest(draft: RequestDraft, locale: Locale, onBehalf: boolean): FileRequest {
  const { name, ...contact } = draft.applicant;
  const place = filled({ province: draft.province, address: draft.address });
  return {
    service: draft.service,
    text: draft.text.trim(),
    applicant: { name: name.trim(), ...filled(contact) },
    ...(Object.keys(place).length > 0 && { place }),
    ...(Object.keys(draft.answers).length > 0 && { answers: draft.answers }),
    locale,
    ...(onBehalf && { channel: draft.channel }),
  };
}

/** Returns the step that asks for a field of the API contract. `path` is a JSON pointer. */
export function filingStepOfPath(path: string): FilingStep {
  if (path.startsWith('/applicant')) return 'applicant';
  if (path.startsWith('/answers') || path.startsWith('/place')) return 'details';
  return path.startsWith('/service') ? 'service' : 'what';
}
