import type { LintContext } from '../rules/lint-context.ts';

/** Context of the fixture diagrams beside the rules: as small as the diagrams. */
export const fixtureContext: LintContext = {
  forms: {
    'inspection/inspect': {
      schema: {
        type: 'object',
        properties: {
          danger: { type: 'boolean' },
          finding: { type: 'string' },
        },
      },
      uiSchema: {},
      variables: ['danger'],
    },
    'inspection/talkative': {
      schema: { type: 'object', properties: { finding: { type: 'string' } } },
      uiSchema: {},
      variables: ['finding'],
    },
  },
  groups: ['ministry', 'rmto', 'rmto-tehran'],
  jobTypes: ['inspection.plan-visit', 'shared.record-withdrawal'],
  processes: [
    { key: 'road-defect', calls: ['inspection', 'ask-citizen'], escalates: true },
    { key: 'inspection', calls: [], escalates: false },
    { key: 'road-repair', calls: ['escalate'], escalates: true },
    { key: 'ask-citizen', calls: [], escalates: false },
    { key: 'escalate', calls: [], escalates: false },
  ],
  decisions: ['choose-crew'],
};
