import { randomUUID } from 'node:crypto';
import { someKey } from '#tests/support/fixtures/builders.ts';
import type { FixtureBuilder, WorkerFixture } from '#tests/support/harness/worker-harness.ts';

type Columns = Record<string, unknown>;

const TOMORROW = new Date('2027-06-16T06:30:00Z');
const BEFORE = new Date('2027-06-15T06:00:00Z');

/** Creates an alert of a unique kind, and two people subscribed to that kind. */
async function anAlert({ db }: FixtureBuilder, columns: Columns = {}): Promise<{ alertId: string }> {
  const kind = randomUUID();
  const [alert] = await db('alerts')
    .insert({
      kind,
      severity: 'warning',
      provinces: ['tehran'],
      title_fa: 'راه بسته است',
      title_en: 'The road is closed',
      text_fa: 'راه تا فردا بسته است.',
      text_en: 'The road is closed until tomorrow.',
      valid_until: TOMORROW,
      status: 'awaiting-approval',
      author: 'caseworker.rmto-tehran',
      author_department: 'rmto-tehran',
      created_at: BEFORE,
      ...columns,
    })
    .returning<{ id: string }[]>('id');
  for (const province of ['tehran', '*']) {
    const [person] = await db('alert_subscriptions')
      .insert({
        channel: 'email',
        address: `${randomUUID()}@example.org`,
        locale: 'fa',
        consented_at: BEFORE,
        changed_at: BEFORE,
      })
      .returning<{ id: string }[]>('id');
    await db('alert_interests').insert({ topic: kind, province, subscription_id: person?.id });
  }
  return { alertId: String(alert?.id) };
}

/** Stores a colleague's form where the step reads it. */
async function decided(at: FixtureBuilder, alertId: string, elementId: string): Promise<void> {
  const [instance_key, task_key] = [someKey(), someKey()];
  await at.db('process_instances').insert({ instance_key, request_id: alertId, state: 'active' });
  await at.db('tasks').insert({
    task_key,
    instance_key,
    element_instance_key: someKey(),
    element_id: elementId,
    process_key: 'citizen-alert',
    queue: 'rmto-tehran',
    candidate_groups: ['rmto-tehran'],
    state: 'created',
    created_at: BEFORE,
  });
  await at.db('task_submissions').insert({
    id: randomUUID(),
    task_key,
    element_id: elementId,
    data: { decision: 'approve' },
    submitted_by: 'caseworker.rmto-tehran-2',
    submitted_at: BEFORE,
    state: 'pending',
  });
}

async function anInvitation(at: FixtureBuilder): Promise<{ invitationId: string }> {
  const { requestId } = await at.answered();
  await at.db('surveys').update({ sample_percent: 100, rest_days: 0 });
  await at.runWorker('shared.start-survey', { requestId, survey: 'short' });
  const { id } = await at.db('survey_invitations').where({ request_id: requestId }).first<{ id: string }>();
  return { invitationId: id };
}

/** Fixtures for the workers of alerts and surveys. */
export const ALERT_WORKER_FIXTURES: Record<string, WorkerFixture> = {
  'citizen-alert.record-owner': async (at) => ({
    ...(await anAlert(at)),
    department: 'rmto-tehran',
    rule: 'provincial-road',
  }),
  'citizen-alert.remind-approver': async (at) => {
    const { alertId } = await anAlert(at);
    await decided(at, alertId, 'Task_ApproveAlert');
    return { alertId };
  },
  'citizen-alert.record-decision': async (at) => {
    const { alertId } = await anAlert(at);
    await decided(at, alertId, 'Task_ApproveAlert');
    return { alertId, stage: 'approval' };
  },
  'citizen-alert.count-audience': async (at) => {
    await at.db('alert_limits').update({ confirm_above: 1 });
    return anAlert(at, { status: 'counting' });
  },
  'citizen-alert.send-wave': (at) => anAlert(at, { status: 'sending', audience: 2 }),
  'citizen-alert.check-deliveries': (at) => anAlert(at, { status: 'sending', audience: 2 }),
  'citizen-alert.finish': async (at) => ({
    ...(await anAlert(at, { status: 'sending', audience: 2 })),
    expired: true,
  }),
  'shared.start-survey': async (at) => {
    const { requestId } = await at.answered();
    await at.db('surveys').update({ sample_percent: 100, rest_days: 0 });
    return { requestId, survey: 'short' };
  },
  'satisfaction-survey.invite': anInvitation,
  'satisfaction-survey.remind': anInvitation,
  'satisfaction-survey.close': anInvitation,
};
