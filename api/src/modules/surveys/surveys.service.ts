import type { Clock } from '#api/platform/clock.ts';
import { InvalidInput } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import { enqueue } from '#api/platform/outbox.ts';
import type { SignedTokens } from '#api/platform/signed-token.ts';
import { DAY_MS } from '#api/platform/time.ts';
import type { AnswerSurvey, OfferedSurvey, SurveyThanks } from '#common/contract/index.ts';
import { tidyText } from '#common/text/persian-text.ts';
import { checkAnswer } from './check-answer.ts';
import { SurveyClosed, SurveyNotFound } from './surveys.errors.ts';
import { surveysRepo } from './surveys.repo.ts';

const DURATION_DAYS = /^P(\d+)D$/;

type Deps = { db: Db; clock: Clock; tokens: SignedTokens };

/** Reads and answers a survey by the link of an invitation. */
export function surveysService({ db, clock, tokens }: Deps) {
  function idOf(token: string): string {
    const id = tokens.read(token);
    if (id === undefined) throw new SurveyNotFound();
    return id;
  }

  return {
    async offered(token: string): Promise<OfferedSurvey> {
      const row = await db('survey_invitations as i')
        .join('surveys as s', 's.key', 'i.survey')
        .join('services as v', 'v.key', 'i.service')
        .select('i.survey', 'i.state', 'i.invited_at', 's.close_after', 's.questionnaire')
        .select('v.name_fa', 'v.name_en')
        .where('i.id', idOf(token))
        .first();
      if (!row) throw new SurveyNotFound();
      const state = row.state === 'invited' ? 'open' : row.state === 'answered' ? 'answered' : 'closed';
      const days = Number(DURATION_DAYS.exec(row.close_after)?.[1] ?? 0);
      return {
        survey: row.survey,
        state,
        questionnaire: state === 'open' ? row.questionnaire : null,
        service: { fa: row.name_fa, en: row.name_en },
        openUntil: new Date(row.invited_at.getTime() + days * DAY_MS).toISOString(),
      };
    },

    /** Records the one answer of an invitation, and tells its process.
     *  @throws SurveyClosed when it was answered before or its time is over */
    answer: ({ token, values, comment }: AnswerSurvey): Promise<SurveyThanks> =>
      db.transaction(async (trx) => {
        const surveys = surveysRepo(trx);
        const invitation = await surveys.forUpdate(idOf(token));
        if (!invitation) throw new SurveyNotFound();
        if (invitation.state !== 'invited') throw new SurveyClosed();
        const survey = await surveys.survey(invitation.survey);
        if (!survey) throw new SurveyNotFound();
        const errors = checkAnswer(survey.questionnaire, { values, comment });
        if (errors.length > 0) throw new InvalidInput(undefined, { errors });
        const at = clock.now();
        const text = comment === undefined ? '' : tidyText(comment);
        await surveys.addAnswers(invitation.id, [
          ...Object.entries(values).map(([item, value]) => ({ item, value, text: null })),
          ...(text === '' ? [] : [{ item: 'comment', value: null, text }]),
        ]);
        await surveys.update(invitation.id, { state: 'answered', ended_at: at });
        await enqueue(trx, {
          correlationKey: invitation.id,
          kind: 'message',
          messageName: 'survey-answered',
        });
        return { survey: invitation.survey, answeredAt: at.toISOString() };
      }),
  };
}

export type SurveysService = ReturnType<typeof surveysService>;
