export { readApplicant, readEmail, type Contact, type FieldError } from './applicant.ts';
export { readMobile } from './mobile.ts';
