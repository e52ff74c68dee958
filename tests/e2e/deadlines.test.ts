import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { signIn } from '../support/browser.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { eventually } from '../support/wait.ts';

const SUPERVISOR = 'supervisor.rmto-tehran';

describe('deadlines at the desk', function () {
  this.timeout(180_000);

  const harness = useBrowserHarness();

  /** A warning about the time of a request, as the ladder writes it. */
  async function warn({ id }: FiledRequest): Promise<void> {
    const { db } = harness.database;
    const now = new Date();
    await db('staff_notices').insert({
      id: randomUUID(),
      recipient: SUPERVISOR,
      kind: 'warn',
      request_id: id,
      data: { target: 'resolve', step: 'warn', dueAt: now.toISOString(), department: 'rmto-tehran' },
      created_at: now,
      deliver_at: now,
      delivered_at: now,
      email_state: 'skipped',
      email_reason: 'no-mail-server',
      once_key: randomUUID(),
    });
  }

  it('tells a supervisor of a warning, who marks it as read', async () => {
    // given
    const request = await harness.file();
    await eventually(() =>
      harness.database.db('tasks').where({ request_id: request.id, queue: 'rmto-tehran' }).first(),
    );
    await warn(request);
    const visitor = await harness.visitor();
    await signIn(visitor, SUPERVISOR);

    // when
    await visitor.page.getByRole('link', { name: 'اعلان‌ها، ۱ نخوانده' }).click();
    await visitor.page.getByText('مهلت رسیدگی رو به پایان است').waitFor();
    await visitor.page.getByRole('button', { name: /^خواندم/ }).click();

    // then
    await visitor.page.getByRole('link', { name: 'اعلان‌ها، همه خوانده شده' }).waitFor();
    const [notice] = await harness.database.db('staff_notices').where({ request_id: request.id });
    expect(notice.read_at).to.be.instanceOf(Date);
  });
});
