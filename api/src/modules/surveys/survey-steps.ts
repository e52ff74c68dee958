import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { enqueue } from '#api/platform/outbox.ts';
import { DAY_MS } from '#api/platform/time.ts';
import type { SurveyKey } from '#common/contract/index.ts';
import type { Notifier } from '../notifications/index.ts';
import { isSampled } from './sampling.ts';
import { surveysRepo } from './surveys.repo.ts';

type SurveyStep = { invitationId: string; onceKey: string };

/** Steps that processes take with surveys, each once however often its job is delivered. */
export function surveySteps({ db, clock, notifier }: { db: Db; clock: Clock; notifier: Notifier }) {
  /** Notifies the recipient of an open invitation. */
  const tell = ({ invitationId, onceKey }: SurveyStep, template: 'survey-invitation' | 'survey-reminder') =>
    db.transaction(async (trx) => {
      const surveys = surveysRepo(trx);
      const invitation = await surveys.forUpdate(invitationId);
      if (invitation?.state !== 'invited') return;
      const request = await surveys.recipient(invitation.request_id);
      if (!request) return;
      await notifier.notify(trx, { request, template, onceKey, data: { invitationId } });
      if (template === 'survey-reminder') await surveys.update(invitationId, { reminded_at: clock.now() });
    });

  return {
    /** Invites the citizen of a closed case when the case is in the sample, the citizen can be notified, and
     *  was not asked lately. A case is asked once for each survey.
     *  @returns whether there is an invitation */
    start: ({ requestId, survey }: { requestId: string; survey: SurveyKey }): Promise<{ invited: boolean }> =>
      db.transaction(async (trx) => {
        const surveys = surveysRepo(trx);
        const [found, closedCase] = [await surveys.survey(survey), await surveys.closedCase(requestId)];
        if (!found || !closedCase) return { invited: false };
        if (await surveys.invitationOf(requestId, survey)) return { invited: true };
        const at = clock.now();
        const rest = new Date(at.getTime() - found.rest_days * DAY_MS);
        const { person_id: person } = closedCase;
        const askedLately = person !== null && (await surveys.wasAskedSince(person, rest));
        const reachable = closedCase.contact_email !== null || closedCase.contact_mobile !== null;
        if (!isSampled(requestId, survey, found.sample_percent) || askedLately || !reachable)
          return { invited: false };
        const invitationId = await surveys.invite(found, closedCase, at);
        await enqueue(trx, {
          correlationKey: invitationId,
          kind: 'start',
          messageName: 'survey.satisfaction-survey',
          variables: { invitationId, survey, remindAfter: found.remind_after, closeAfter: found.close_after },
        });
        return { invited: true };
      }),

    invite: (step: SurveyStep) => tell(step, 'survey-invitation'),
    remind: (step: SurveyStep) => tell(step, 'survey-reminder'),

    /** Closes an invitation at the end of its time. An answer that came at the last moment stands. */
    close: (invitationId: string): Promise<void> =>
      db.transaction(async (trx) => {
        const surveys = surveysRepo(trx);
        const invitation = await surveys.forUpdate(invitationId);
        if (invitation?.state === 'invited')
          await surveys.update(invitationId, { state: 'not-answered', ended_at: clock.now() });
      }),
  };
}

export type SurveySteps = ReturnType<typeof surveySteps>;
