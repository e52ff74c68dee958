import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import type { FiledRequest } from '#common/contract/index.ts';
import { SECOND_FACTOR } from '../support/harness/browser-harness.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { peopleClient } from '../support/people/people-client.ts';
import { eventually } from '../support/wait.ts';

const OFFICER = 'caseworker.rmto-tehran';
const REFUSAL = {
  decision: 'answer',
  outcome: 'refused',
  text: 'این راه در فهرست امسال نیست.',
  legalBasis: 'ماده ۳ آیین‌نامه نگهداری راه‌ها',
};

describe('what a citizen may do with a request', function () {
  this.timeout(180_000);

  const harness = useBrowserHarness();

  const rowOf = ({ id }: FiledRequest) => harness.database.db('requests').where({ id }).first();

  async function pageOf({ trackingCode }: FiledRequest): Promise<Page> {
    const { page } = await harness.visitor({ width: 360, height: 740 });
    await page.goto(`/track#code=${trackingCode}`);
    await page.getByLabel('چهار رقم آخر').fill(SECOND_FACTOR);
    await page.getByRole('button', { name: 'نمایش وضعیت' }).click();
    await page.getByTestId('status-sentence').waitFor();
    return page;
  }

  /** A request that its department has refused. */
  async function refused(): Promise<FiledRequest> {
    const request = await harness.file();
    const task = await eventually(() =>
      harness.database.db('tasks').where({ request_id: request.id, state: 'created' }).first(),
    );
    expect(await peopleClient(harness).claimAndComplete(String(task.task_key), REFUSAL, OFFICER)).to.equal(
      true,
    );
    await eventually(async () => (await rowOf(request)).status === 'answered');
    return request;
  }

  it('withdraws it before it is answered', async () => {
    // given
    const request = await harness.file();
    const page = await pageOf(request);

    // when
    await page.getByRole('button', { name: 'درخواست را پس می‌گیرم' }).click();
    await page.getByRole('button', { name: 'پس گرفتن درخواست' }).click();

    // then
    await page.getByTestId('status-sentence').getByText('پس گرفته').waitFor();
    expect(await page.getByRole('button', { name: 'درخواست را پس می‌گیرم' }).count()).to.equal(0);
    expect((await rowOf(request)).status).to.equal('withdrawn');
  });

  it('reads on what a refusal rests, says why it does not satisfy without a reopening, and appeals', async () => {
    // given
    const request = await refused();
    const page = await pageOf(request);
    await page.getByText(REFUSAL.legalBasis).waitFor();

    // when
    await page.getByRole('button', { name: 'خیر، حل نشده است' }).click();
    await page.getByRole('checkbox', { name: 'مشکل برطرف نشده است' }).check();
    await page.getByRole('checkbox', { name: /دوباره رسیدگی شود/ }).uncheck();
    await page.getByRole('button', { name: 'ثبت نظر' }).click();
    await eventually(async () => (await rowOf(request)).status === 'closed');
    await eventually(async () => {
      await page.getByRole('button', { name: 'تازه‌سازی' }).click();
      return (await page.getByRole('button', { name: 'اعتراض می‌کنم' }).count()) === 1;
    });
    await page.getByRole('button', { name: 'اعتراض می‌کنم' }).click();
    await page.getByRole('button', { name: 'فرستادن اعتراض' }).click();
    await page.getByText('دلیل اعتراض را بنویسید.').waitFor();
    await page.getByLabel('دلیل اعتراض').fill('راه در فهرست سال گذشته هم بود.');
    await page.getByRole('button', { name: 'فرستادن اعتراض' }).click();

    // then
    await page.getByText('به اعتراض شما رسیدگی می‌شود').waitFor();
    expect((await rowOf(request)).appeal_state).to.equal('pending');
  });
});
