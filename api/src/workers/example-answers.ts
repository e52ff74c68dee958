type Variables = Record<string, unknown>;

/** Results of each job type in a test run, where nothing is really done: what its worker returns in the
 *  ordinary case. They may depend on the variables. A job type that is not listed returns nothing. */
export const EXAMPLE_ANSWERS: Record<string, (variables: Variables) => Variables> = {
  'citizen-alert.check-deliveries': () => ({ delivered: true }),
  'citizen-alert.count-audience': () => ({ audience: 250, large: false }),
  'citizen-alert.record-decision': ({ decision }) => ({ decision }),
  'citizen-alert.send-wave': () => ({ wave: 'done', quietUntil: null }),
  'road-defect.engage-contractor': () => ({ workOrder: EXAMPLE_ORDER }),
  'road-defect.plan-repair': () => ({ workOrder: EXAMPLE_ORDER }),
  'shared.call-register': () => ({ finding: 'found' }),
  'shared.close-request': () => ({ closed: true, final: false }),
  'shared.decide-appeal': ({ department }) => ({ appeal: 'rejected', department }),
  'shared.file-appeal': () => ({ appealDepartment: 'rmto' }),
  'shared.finish-case': () => ({ final: true }),
  'shared.offer-transfer': () => ({ offered: true }),
  'shared.record-routing': () => ({ routed: true }),
  'shared.reopen-work': ({ department, reopenings }) => ({
    department,
    reopenings: (Number(reopenings) || 0) + 1,
  }),
  'shared.resume-work': () => ({ resumed: true }),
  'shared.start-survey': () => ({ invited: true }),
  'staff-complaint.bar-unit': () => ({ department: 'contact-centre' }),
  'staff-complaint.choose-investigator': () => ({ department: 'contact-centre' }),
};

const EXAMPLE_ORDER = '00000000-0000-4000-8000-000000000001';
