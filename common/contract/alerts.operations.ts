import {
  AlertDraft,
  AlertId,
  AlertPage,
  AlertStep,
  AlertView,
  ChangeAlertDraft,
  ListAlerts,
} from './alerts.ts';
import { Closed } from './common.ts';
import { EXAMPLE_ID, operation } from './operation.ts';

const BY_ID = Closed({ id: AlertId });
const DRAFT_PROBLEMS = ['invalid-input', 'alert-out-of-date', 'unknown-province', 'not-allowed'] as const;
const STEP_PROBLEMS = [
  'invalid-input',
  'alert-not-found',
  'alert-step-not-legal',
  'version-conflict',
  'not-allowed',
] as const;

const ALERT: AlertDraft = {
  kind: 'road-closed',
  severity: 'warning',
  provinces: ['tehran'],
  title: { fa: 'جاده بسته است', en: 'The road is closed' },
  text: { fa: 'جاده تا فردا بسته است.', en: 'The road is closed until tomorrow.' },
  validUntil: '2026-11-24T04:00:00Z',
};

export const alertsOperations = {
  listAlerts: operation({
    summary: 'The alerts that you may see, newest first',
    query: ListAlerts,
    response: AlertPage,
    problems: ['invalid-input'],
  }),

  readAlert: operation({
    summary: 'One alert, with what happened to it and its delivery report',
    params: BY_ID,
    response: AlertView,
    problems: ['invalid-input', 'alert-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  draftAlert: operation({
    summary: 'Draft an alert to citizens',
    body: AlertDraft,
    response: AlertView,
    status: 201,
    problems: DRAFT_PROBLEMS,
    example: { body: ALERT },
  }),

  editAlert: operation({
    summary: 'Change your draft of an alert',
    params: BY_ID,
    body: ChangeAlertDraft,
    response: AlertView,
    problems: [...STEP_PROBLEMS, 'alert-out-of-date', 'unknown-province'],
    example: { params: { id: EXAMPLE_ID }, body: { ...ALERT, expectedVersion: 1 } },
  }),

  submitAlert: operation({
    summary: 'Hand your draft in for approval by the owner of the area',
    params: BY_ID,
    body: AlertStep,
    response: AlertView,
    problems: [...STEP_PROBLEMS, 'alert-out-of-date'],
    example: { params: { id: EXAMPLE_ID }, body: { expectedVersion: 1 } },
  }),

  withdrawAlert: operation({
    summary: 'Take your alert back: nobody gets it any more',
    params: BY_ID,
    body: AlertStep,
    response: AlertView,
    problems: STEP_PROBLEMS,
    example: { params: { id: EXAMPLE_ID }, body: { expectedVersion: 1 } },
  }),
};
