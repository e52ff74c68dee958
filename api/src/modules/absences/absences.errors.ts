import { defineProblem } from '#api/platform/problems.ts';

export class AbsenceNotFound extends defineProblem({
  code: 'absence-not-found',
  status: 404,
  title: 'There is no such absence, or it is not yours to change',
}) {}

export class UnknownStaffMember extends defineProblem({
  code: 'unknown-staff-member',
  status: 422,
  title: 'This person is not known, or does not work for your departments',
}) {}

export class SubstituteNotEligible extends defineProblem({
  code: 'substitute-not-eligible',
  status: 422,
  title:
    'The substitute must be another person who works for the same department, also on its confidential matters',
}) {}
