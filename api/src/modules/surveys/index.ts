import type { Route } from '#api/http/route.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { pageWithToken, signedTokens } from '#api/platform/signed-token.ts';
import type { Notifier } from '../notifications/index.ts';
import { type SurveySteps, surveySteps } from './survey-steps.ts';
import { surveysRoutes } from './surveys.routes.ts';
import { surveysService } from './surveys.service.ts';

export type { SurveySteps } from './survey-steps.ts';

/** Longer than any survey is open. */
const LINK_VALID_DAYS = 60;

type Secrets = { secret: string; publicUrl: string; clock: Clock };

const tokensOf = ({ secret, clock }: Secrets) =>
  signedTokens({ secret, purpose: 'survey', validDays: LINK_VALID_DAYS, clock });

/** Makes the address at which an invitation is answered. */
export function surveyLinks(secrets: Secrets): (invitationId: string) => string {
  const tokens = tokensOf(secrets);
  return (invitationId) => pageWithToken(secrets.publicUrl, '/survey', tokens.tokenFor(invitationId));
}

type Deps = Secrets & { db: Db; notifier: Notifier };

/** Surveys module: what citizens think of how their cases were handled. */
export function surveysModule({ db, notifier, ...secrets }: Deps): {
  steps: SurveySteps;
  routes: Route[];
} {
  const { clock } = secrets;
  const surveys = surveysService({ db, clock, tokens: tokensOf(secrets) });
  return { steps: surveySteps({ db, clock, notifier }), routes: surveysRoutes({ surveys }) };
}
