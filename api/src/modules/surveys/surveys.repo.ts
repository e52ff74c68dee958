import type { Db } from '#api/platform/db.ts';
import type { Locale, Questionnaire, SurveyKey } from '#common/contract/index.ts';
import type { Recipient } from '../notifications/index.ts';

export type SurveyRow = {
  key: SurveyKey;
  version: number;
  sample_percent: number;
  remind_after: string;
  close_after: string;
  rest_days: number;
  questionnaire: Questionnaire;
};

export type ClosedCase = Recipient & {
  person_id: string | null;
  department: string;
  service: string;
  province: string | null;
};

export type InvitationRow = {
  id: string;
  survey: SurveyKey;
  request_id: string;
  locale: Locale;
  state: 'invited' | 'answered' | 'not-answered';
  invited_at: Date;
  ended_at: Date | null;
};

/** Writes invitations and answers. Pass a transaction. */
export const surveysRepo = (db: Db) => ({
  survey: (key: string): Promise<SurveyRow | undefined> =>
    db('surveys').where({ key }).first<SurveyRow | undefined>(),

  /** Locks the case, so that two steps do not invite at once. */
  closedCase: (requestId: string): Promise<ClosedCase | undefined> =>
    db('requests')
      .select(
        'id',
        'locale',
        'contact_mobile',
        'contact_email',
        'person_id',
        'department',
        'service',
        'province',
      )
      .where({ id: requestId })
      .forUpdate()
      .first<ClosedCase | undefined>(),

  recipient: (requestId: string): Promise<Recipient | undefined> =>
    db('requests')
      .select('id', 'locale', 'contact_mobile', 'contact_email')
      .where({ id: requestId })
      .first<Recipient | undefined>(),

  invitationOf: (requestId: string, survey: string): Promise<InvitationRow | undefined> =>
    db('survey_invitations').where({ request_id: requestId, survey }).first<InvitationRow | undefined>(),

  async wasAskedSince(personId: string, since: Date): Promise<boolean> {
    const found = await db('survey_invitations')
      .select('id')
      .where({ person_id: personId })
      .where('invited_at', '>', since)
      .first<{ id: string } | undefined>();
    return found !== undefined;
  },

  async invite(
    { key, version }: SurveyRow,
    { id, person_id, department, service, province, locale }: ClosedCase,
    at: Date,
  ): Promise<string> {
    const rows = await db('survey_invitations')
      .insert({
        survey: key,
        survey_version: version,
        request_id: id,
        person_id,
        department,
        service,
        province,
        locale,
        state: 'invited',
        invited_at: at,
      })
      .returning<{ id: string }[]>('id');
    return rows[0]?.id as string;
  },

  forUpdate: (id: string): Promise<InvitationRow | undefined> =>
    db('survey_invitations').where({ id }).forUpdate().first<InvitationRow | undefined>(),

  async update(id: string, columns: { state?: InvitationRow['state']; reminded_at?: Date; ended_at?: Date }) {
    await db('survey_invitations').where({ id }).update(columns);
  },

  async addAnswers(
    invitationId: string,
    answers: readonly { item: string; value: number | null; text: string | null }[],
  ): Promise<void> {
    await db('survey_answers').insert(answers.map((answer) => ({ invitation_id: invitationId, ...answer })));
  },
});
