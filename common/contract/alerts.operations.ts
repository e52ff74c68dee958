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
import { operation } from './operation.ts';

const BY_ID = Closed({ id: AlertId });
const DRAFT_PROBLEMS = ['invalid-input', 'alert-out-of-date', 'unknown-province', 'not-allowed'] as const;
const STEP_PROBLEMS = [
  'invalid-input',
  'alert-not-found',
  'alert-step-not-legal',
  'changed-meanwhile',
  'not-allowed',
] as const;

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
  }),

  draftAlert: operation({
    summary: 'Draft an alert to citizens',
    body: AlertDraft,
    response: AlertView,
    status: 201,
    problems: DRAFT_PROBLEMS,
  }),

  editAlert: operation({
    summary: 'Change your draft of an alert',
    params: BY_ID,
    body: ChangeAlertDraft,
    response: AlertView,
    problems: [...STEP_PROBLEMS, 'alert-out-of-date', 'unknown-province'],
  }),

  submitAlert: operation({
    summary: 'Hand your draft in for approval by the owner of the area',
    params: BY_ID,
    body: AlertStep,
    response: AlertView,
    problems: [...STEP_PROBLEMS, 'alert-out-of-date'],
  }),

  withdrawAlert: operation({
    summary: 'Take your alert back: nobody gets it any more',
    params: BY_ID,
    body: AlertStep,
    response: AlertView,
    problems: STEP_PROBLEMS,
  }),
};
