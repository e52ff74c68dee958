import type { CasePlan, Course } from './demo-case.ts';

const PLACE_OF_NOBODY = 'iran';

type More = Omit<Course, 'rests'>;

const plan = (scenario: string, province: string | null, course: Course, as: string): CasePlan => ({
  key: [scenario, province ?? PLACE_OF_NOBODY, as].join('/'),
  scenario,
  province,
  course,
});

/** Plans a case that rests at a form. */
export const at = (scenario: string, province: string | null, form: string, more: More = {}): CasePlan =>
  plan(
    scenario,
    province,
    { rests: [form], ...more },
    `${form.split('/')[1]}${more.takenBy ? '-taken' : ''}`,
  );

/** Plans a case that rests at several forms at the same time. */
export const atAll = (scenario: string, province: string | null, forms: readonly string[], more: More = {}) =>
  plan(scenario, province, { rests: forms, ...more }, forms.map((form) => form.split('/')[1]).join('+'));

/** Plans a case whose citizen has replied to a question of the department. */
export const replied = (scenario: string, province: string | null, form: string, more: More = {}): CasePlan =>
  plan(scenario, province, { rests: [form], visit: 2, asks: true, ...more }, 'replied');

/** Plans a case whose citizen was told that the matter is settled, and asks for another look. */
export const reopened = (
  scenario: string,
  province: string | null,
  form: string,
  more: More = {},
): CasePlan => plan(scenario, province, { rests: [form], visit: 2, word: 'reopened', ...more }, 'reopened');

/** Plans a closed case whose citizen has appealed. */
export const appealed = (scenario: string, province: string | null): CasePlan =>
  plan(
    scenario,
    province,
    { rests: ['feedback-and-appeal/decide-appeal'], word: 'unsatisfied', appeals: true },
    'appealed',
  );

export const waitsForCitizen = (scenario: string, province: string | null): CasePlan =>
  plan(scenario, province, { rests: 'waiting-citizen', asks: true }, 'asked');

export const waitsForCarrier = (scenario: string, province: string | null): CasePlan =>
  plan(scenario, province, { rests: 'waiting-body' }, 'carrier-asked');

export const answered = (scenario: string, province: string | null, more: More = {}): CasePlan =>
  plan(scenario, province, { rests: 'answered', ...more }, 'answered');

export const confirmed = (scenario: string, province: string | null): CasePlan =>
  plan(scenario, province, { rests: 'closed', word: 'confirmed' }, 'confirmed');
