import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { AlertDraft, AlertStatus, AlertView, AlertWishes } from '#common/contract/index.ts';
import { createCaller } from '#tests/support/api-caller.ts';
import { engineClock } from '#tests/support/engine/clock.ts';
import { environment } from '#tests/support/environment.ts';
import { aMailServer, type MailServer } from '#tests/support/fakes/mail-server.ts';
import { type EngineHarness, openEngineHarness } from '#tests/support/harness/engine-harness.ts';
import { eventually } from '#tests/support/wait.ts';

const HOUR_MS = 3_600_000;

export const AUTHOR = 'caseworker.rmto-tehran';
export const APPROVER = 'caseworker.rmto-tehran-2';
/** Approver of alerts for several provinces, whose roads belong to the organisation. */
export const NATIONAL_APPROVER = 'caseworker.rmto';
export const PUBLIC_RELATIONS = 'caseworker.public-relations';

export const APPROVE = 'Task_ApproveAlert';
export const CONFIRM = 'Task_ConfirmAudience';

export type Subscriber = { id: string; email: string };
type Limits = Partial<{ wave_size: number; confirm_above: number; daily_quota: number }>;

/** Users who draft and approve alerts, and subscribed citizens, with the whole API and a mail server. */
export type AlertHarness = {
  readonly harness: EngineHarness;
  readonly mail: MailServer;
  /** Sets the limits from now on; omitted ones get their defaults. */
  limits(limits?: Limits): Promise<void>;
  /** Creates a subscriber with a confirmed address; by default for one kind and province. */
  subscriber(wishes: Partial<AlertWishes> & { channel?: 'email' | 'sms' }): Promise<Subscriber>;
  subscribers(count: number, wishes: Partial<AlertWishes>): Promise<Subscriber[]>;
  drafted(given?: Partial<AlertDraft>): Promise<AlertView>;
  /** Submits a draft and waits until its process is at the approval. */
  submitted(given?: Partial<AlertDraft>): Promise<AlertView>;
  /** Creates an approved alert. */
  approved(given?: Partial<AlertDraft>): Promise<AlertView>;
  read(alert: { id: string }, by?: string): Promise<AlertView>;
  /** Returns the alert as its author sees it, once it has this status. */
  becomes(alert: { id: string }, status: AlertStatus): Promise<AlertView>;
  withdraw(alert: { id: string }): Promise<number>;
  /** Returns a subscriber's delivery: state and reason. */
  deliveryOf(alert: { id: string }, subscriber: Subscriber): Promise<string>;
  /** Advances time past the pause after a wave or after a check of the deliveries, as often as needed, until
   *  the process has ended. No mail is in transit meanwhile: one that takes longer than a pause is sent
   *  again. */
  runsToItsEnd(alert: { id: string }): Promise<void>;
  /** Sets variables of the process as an administrator, and waits until they are set. */
  setVariables(alert: { id: string }, variables: Record<string, unknown>): Promise<void>;
  /** Stores a user's form for a task that is still open. */
  sends(alert: { id: string }, elementId: string, by: string, data: object): Promise<void>;
  /** Completes a task directly in the engine, bypassing the API and its rules. */
  completePastTheApi(alert: { id: string }, elementId: string, decision: string): Promise<void>;
  close(): Promise<void>;
};

/** Returns the local time in Tehran in a number of hours, such as `22:00`. */
export const tehranTime = (hoursFromNow: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tehran', hour: '2-digit', minute: '2-digit' }).format(
    new Date(engineClock.now().getTime() + hoursFromNow * HOUR_MS),
  );

const PROVINCES = ['tehran'];

export async function openAlertHarness(): Promise<AlertHarness> {
  const mail = await aMailServer();
  const harness = await openEngineHarness({ SMTP_URL: mail.url });
  const { db } = harness.database;
  const { people } = harness;

  const ok = <T>({ status, body }: { status: number; body: T }): T => {
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  };
  const step = async ({ id }: { id: string }, name: 'submit' | 'withdraw') => {
    const { version: expectedVersion } = await desk.read({ id });
    return people.call<AlertView>('POST', `/alerts/${id}/${name}`, { expectedVersion }, { as: AUTHOR });
  };

  const openTask = ({ id }: { id: string }, elementId: string): Promise<{ task_key: string }> =>
    eventually(
      async () =>
        (await db('process_instances as i')
          .join('tasks as t', 't.instance_key', 'i.instance_key')
          .where({ 'i.request_id': id, 't.element_id': elementId, 't.state': 'created' })
          .first('t.task_key')) as { task_key: string } | undefined,
    );

  const desk: AlertHarness = {
    harness,
    mail,
    async limits({ wave_size = 500, confirm_above = 10_000, daily_quota = 2 } = {}) {
      await db('alert_limits').update({ wave_size, confirm_above, daily_quota });
    },
    async subscriber({ channel = 'email', ...given }) {
      const wishes: AlertWishes = {
        topics: ['road-closed'],
        provinces: PROVINCES,
        quietHours: null,
        locale: 'fa',
        ...given,
      };
      const email = `${randomUUID()}@example.org`;
      const at = engineClock.now();
      const [row] = await db('alert_subscriptions')
        .insert({
          channel,
          address: channel === 'email' ? email : `+98912${String(Math.random()).slice(2, 9)}`,
          locale: wishes.locale,
          quiet_from: wishes.quietHours?.from ?? null,
          quiet_to: wishes.quietHours?.to ?? null,
          consented_at: at,
          changed_at: at,
        })
        .returning<{ id: string }[]>('id');
      const id = String(row?.id);
      const areas = wishes.provinces.length > 0 ? wishes.provinces : ['*'];
      await db('alert_interests').insert(
        wishes.topics.flatMap((topic) => areas.map((province) => ({ topic, province, subscription_id: id }))),
      );
      return { id, email };
    },
    subscribers: (count, wishes) => Promise.all(Array.from({ length: count }, () => desk.subscriber(wishes))),
    async drafted(given = {}) {
      const draft: AlertDraft = {
        kind: 'road-closed',
        severity: 'warning',
        provinces: PROVINCES,
        title: { fa: 'جاده چالوس بسته است', en: 'Chalus road is closed' },
        text: {
          fa: 'به سبب ریزش کوه، جاده چالوس تا فردا بسته است.',
          en: 'Because of a rockfall Chalus road is closed until tomorrow.',
        },
        validUntil: new Date(engineClock.now().getTime() + 48 * HOUR_MS).toISOString(),
        ...given,
      };
      return ok(await people.call<AlertView>('POST', '/alerts', draft, { as: AUTHOR }));
    },
    async submitted(given) {
      const alert = await desk.drafted(given);
      ok(await step(alert, 'submit'));
      await harness.waitUntilAt(alert, APPROVE);
      return desk.read(alert);
    },
    async approved(given) {
      const alert = await desk.submitted(given);
      const approver = alert.provinces.length > 1 ? NATIONAL_APPROVER : APPROVER;
      await harness.claimAndComplete(alert, APPROVE, approver, { decision: 'approve' });
      return alert;
    },
    read: async ({ id }, by = AUTHOR) =>
      ok(await people.call<AlertView>('GET', `/alerts/${id}`, undefined, { as: by })),
    becomes: (alert, status) =>
      eventually(async () => {
        const found = await desk.read(alert);
        if (found.status !== status) throw new Error(`the alert is ${found.status}, not ${status}`);
        return found;
      }),
    withdraw: async (alert) => (await step(alert, 'withdraw')).status,
    async deliveryOf({ id }, subscriber) {
      const row = await db('alert_deliveries')
        .where({ alert_id: id, subscription_id: subscriber.id })
        .first();
      return row ? [row.state, row.reason].filter(Boolean).join(': ') : 'none';
    },
    async runsToItsEnd(alert) {
      await eventually(async () => {
        const at = (await harness.activeElements(alert)).map((element) => element.id);
        if (at.length === 0) return true;
        if (at.includes('Event_WavePause') || at.includes('Event_DeliveryPause')) {
          const { report } = await desk.read(alert);
          if (report?.queued) throw new Error(`${report.queued} mails are under way`);
          await harness.passHours(alert, 0.04);
        }
        throw new Error(`the process is at: ${at.join()}`);
      });
      await harness.waitUntilEnded(alert);
    },
    async setVariables({ id }, variables) {
      const { instance_key: key } = await db('process_instances').where({ request_id: id }).first();
      const action = { kind: 'set-variables', variables };
      const body = { action, reason: 'به درخواست مدیر' };
      const { status, body: answer } = await createCaller(harness.url)(
        'POST',
        `/api/instances/${key}/actions`,
        body,
        {
          as: 'admin',
        },
      );
      expect(status, JSON.stringify(answer)).to.equal(200);
      const operation = `/api/batch-operations/${answer.operation.id}`;
      await eventually(async () => {
        const { body: now } = await createCaller(harness.url)('GET', operation, undefined, { as: 'admin' });
        return now.counts.done === 1;
      });
    },
    async sends(alert, elementId, by, data) {
      const task = await openTask(alert, elementId);
      await db('task_submissions').insert({
        id: randomUUID(),
        task_key: task.task_key,
        element_id: elementId,
        data,
        submitted_by: by,
        submitted_at: engineClock.now(),
        state: 'accepted',
      });
    },
    async completePastTheApi(alert, elementId, decision) {
      const task = await openTask(alert, elementId);
      const response = await fetch(`${environment.zeebeRestUrl}/v1/user-tasks/${task.task_key}/completion`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ variables: { decision } }),
      });
      expect(response.status).to.equal(204);
      await eventually(
        async () =>
          (await db('tasks').where({ task_key: task.task_key }).first<{ state: string }>()).state ===
          'completed',
      );
    },
    async close() {
      await harness.close();
      await mail.close();
    },
  };
  return desk;
}
