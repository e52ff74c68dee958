import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { alertStart } from '#api/modules/alerts/alert-messages.ts';
import { alertsRepo } from '#api/modules/alerts/alerts.repo.ts';
import type { Db } from '#api/platform/db.ts';
import { enqueue } from '#api/platform/outbox.ts';
import type { AlertView } from '#common/contract/index.ts';
import { anApiProcess } from '#tests/support/api-process.ts';
import { collectTakenFlows } from '#tests/support/checks/flow-coverage.ts';
import { aDatabase } from '#tests/support/database.ts';
import { engineClock, syncClock } from '#tests/support/engine/clock.ts';
import { aMailServer } from '#tests/support/fakes/mail-server.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { peopleClient } from '#tests/support/people/people-client.ts';
import { eventually } from '#tests/support/wait.ts';

const PEOPLE = 60;
const DAY_MS = 86_400_000;

/** Hands a draft in that is valid by the clock of the engine, which may be far ahead of that of a node of its
 *  own. */
const handIn = (db: Db, id: string): Promise<void> =>
  db.transaction(async (trx) => {
    const alerts = alertsRepo(trx);
    const validUntil = new Date(engineClock.now().getTime() + DAY_MS);
    await alerts.update(id, {
      status: 'awaiting-approval',
      submitted_at: new Date(),
      valid_until: validUntil,
    });
    const alert = await alerts.forUpdate(id);
    if (!alert) throw new Error('the draft is gone');
    await enqueue(trx, alertStart(alert, await alerts.limits()));
  });

/** The one Message-ID of a mail. */
const messageId = (source: string): string => /^Message-ID: (<.+>)/im.exec(source)?.[1] ?? '';

describe('citizen-alert, when its node is killed half way', function () {
  this.timeout(180_000);

  before(() => syncClock());

  const database = useFixture(aDatabase, async ({ db, drop }) => {
    await collectTakenFlows(db);
    await drop();
  });
  const mail = useFixture(aMailServer, (server) => server.close());
  const api = useFixture(
    () => anApiProcess({ database, config: { SMTP_URL: mail.url } }),
    (started) => started.stop(),
  );

  it('plans every person once, and sends nobody two different mails', async () => {
    // given
    const { db } = database;
    await db('alert_limits').update({ wave_size: 20, wave_pause: 'PT1S' });
    const at = new Date();
    for (let n = 0; n < PEOPLE; n += 1) {
      const [row] = await db('alert_subscriptions')
        .insert({
          channel: 'email',
          address: `person${n}@example.org`,
          locale: 'fa',
          consented_at: at,
          changed_at: at,
        })
        .returning<{ id: string }[]>('id');
      await db('alert_interests').insert({ topic: 'weather', province: 'tehran', subscription_id: row?.id });
    }
    const people = peopleClient(api);
    const by = 'caseworker.rmto-tehran';
    const draft = {
      kind: 'weather',
      severity: 'warning',
      provinces: ['tehran'],
      title: { fa: 'برف سنگین', en: 'Heavy snow' },
      text: { fa: 'امشب برف سنگین می‌بارد.', en: 'Heavy snow is expected tonight.' },
      validUntil: new Date(Date.now() + DAY_MS).toISOString(),
    };
    const { body: alert } = await people.call<AlertView>('POST', '/alerts', draft, { as: by });
    await handIn(db, alert.id);
    const key = await eventually(async () => {
      const row = await db('tasks').where({ element_id: 'Task_ApproveAlert', state: 'created' }).first();
      return row && String(row.task_key);
    });
    await people.claimAndComplete(key, { decision: 'approve' }, 'caseworker.rmto-tehran-2');

    // when
    await eventually(() => mail.mails.length >= 5);
    await api.kill();
    await api.start();

    // then
    await eventually(async () => {
      const [row] = await db('alert_deliveries').where({ alert_id: alert.id }).count();
      if (Number(row?.count) !== PEOPLE) throw new Error(`${String(row?.count)} of ${PEOPLE} are planned`);
      return true;
    });
    const ids = new Map<string, Set<string>>();
    for (const { to, source } of mail.mails)
      ids.set(String(to), (ids.get(String(to)) ?? new Set()).add(messageId(source)));
    for (const [address, mails] of ids) expect([...mails], address).to.have.length(1);
    const waves = await db('alert_events').where({ alert_id: alert.id, kind: 'wave' });
    expect(waves.length).to.be.at.least(PEOPLE / 20);

    await people
      .call<AlertView>('GET', `/alerts/${alert.id}`, undefined, { as: by })
      .then(({ body }) =>
        people.call('POST', `/alerts/${alert.id}/withdraw`, { expectedVersion: body.version }, { as: by }),
      );
    await eventually(async () =>
      (await db('process_instances').where({ request_id: alert.id })).every(
        ({ state }) => state !== 'active',
      ),
    );
  });
});
