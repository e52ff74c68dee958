import type { Route } from '#api/http/route.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Counters } from '#api/platform/counters.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler, Schedule } from '#api/platform/jobs.ts';
import type { Mailer } from '#api/platform/mail.ts';
import { pageWithToken, signedTokens } from '#api/platform/signed-token.ts';
import type { Visibility } from '../visibility/index.ts';
import { type AlertSteps, alertSteps } from './alert-steps.ts';
import { alertsRoutes } from './alerts.routes.ts';
import { alertsService } from './alerts.service.ts';
import { alertsView } from './alerts.view.ts';
import { SEND_ALERT } from './delivery/deliveries.repo.ts';
import { sendAlert } from './delivery/send-alert.ts';
import { oneTimeCodes } from './subscriptions/one-time-codes.ts';
import { SEND_CODE, sendCode } from './subscriptions/send-code.ts';
import { subscriptionsRepo } from './subscriptions/subscriptions.repo.ts';
import { subscriptionsRoutes } from './subscriptions/subscriptions.routes.ts';
import { subscriptionsService } from './subscriptions/subscriptions.service.ts';

export type { AlertSteps } from './alert-steps.ts';

/** Validity of a link in a message: as long as somebody may keep the message. */
const LINK_VALID_DAYS = 3650;
const FORGET_OPT_INS = 'forget-alert-opt-ins';

type Deps = {
  db: Db;
  counters: Counters;
  clock: Clock;
  visibility: Visibility;
  /** Undefined when there is no mail server. */
  mailer: Mailer | undefined;
  secret: string;
  publicUrl: string;
};

type AlertsModule = {
  steps: AlertSteps;
  routes: Route[];
  jobs: Record<string, JobHandler>;
  schedules: Schedule[];
};

/** Alerts module: subscriptions of citizens, drafting and approval of alerts, and their delivery. */
export function alertsModule({
  db,
  counters,
  clock,
  visibility,
  mailer,
  secret,
  publicUrl,
}: Deps): AlertsModule {
  const availableChannels = { mail: mailer !== undefined };
  const codes = oneTimeCodes(secret);
  const tokens = signedTokens({ secret, purpose: 'alerts', validDays: LINK_VALID_DAYS, clock });
  const endTokens = signedTokens({ secret, purpose: 'alerts-end', validDays: LINK_VALID_DAYS, clock });
  const root = publicUrl.replace(/\/$/, '');
  const linksFor = (subscriptionId: string) => {
    const endToken = endTokens.tokenFor(subscriptionId);
    return {
      manage: pageWithToken(publicUrl, '/alerts', tokens.tokenFor(subscriptionId)),
      unsubscribe: pageWithToken(publicUrl, '/alerts/unsubscribe', endToken),
      oneClick: `${root}/api/alert-subscriptions/end?token=${endToken}`,
    };
  };
  const alerts = alertsService({ db, clock, visibility });
  const subscriptions = subscriptionsService({
    db,
    counters,
    clock,
    availableChannels,
    codes,
    tokens,
    endTokens,
  });
  return {
    steps: alertSteps({ db, clock, availableChannels }),
    routes: [
      ...alertsRoutes({ alerts, view: alertsView({ db, clock, visibility }) }),
      ...subscriptionsRoutes({ subscriptions }),
    ],
    jobs: {
      [FORGET_OPT_INS]: () => subscriptionsRepo(db).forgetExpired(clock.now()),
      ...(mailer
        ? {
            [SEND_ALERT]: sendAlert({ db, clock, mailer, linksFor }),
            [SEND_CODE]: sendCode({ db, clock, mailer, codes, page: `${root}/alerts` }),
          }
        : {}),
    },
    schedules: [{ job: FORGET_OPT_INS, match: '17 * * * *' }],
  };
}
