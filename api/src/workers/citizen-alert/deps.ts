import type { AlertSteps } from '../../modules/alerts/index.ts';

export type CitizenAlertDeps = { alerts: AlertSteps };
