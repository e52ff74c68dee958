import type { AlertSteps } from '#api/modules/alerts/index.ts';

export type CitizenAlertDeps = { alerts: AlertSteps };
