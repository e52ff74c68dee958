import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { signIn, type Visitor } from '../support/browser.ts';
import { SECOND_FACTOR } from '../support/harness/browser-harness.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { eventually } from '../support/wait.ts';

const ANSWER = 'چاله با آسفالت گرم پر شد.';

describe('a case between a citizen and a caseworker', function () {
  this.timeout(180_000);

  const harness = useBrowserHarness();

  /** The caseworker of the department that gets road damage in Tehran, at the desk. */
  async function caseworker(username = 'caseworker.rmto-tehran'): Promise<Visitor> {
    const visitor = await harness.visitor();
    await signIn(visitor, username);
    return visitor;
  }

  async function citizen(trackingCode: string): Promise<Page> {
    const { page } = await harness.visitor({ width: 360, height: 740 });
    await page.goto(`/track#code=${trackingCode}`);
    await page.getByLabel('چهار رقم آخر').fill(SECOND_FACTOR);
    await page.getByRole('button', { name: 'نمایش وضعیت' }).click();
    await page.getByTestId('status-sentence').waitFor();
    return page;
  }

  async function openTaskOf(page: Page, trackingCode: string): Promise<void> {
    const key = await eventually(async () => {
      const row = await harness.database
        .db('tasks as t')
        .join('requests as r', 'r.id', 't.request_id')
        .where({ 'r.tracking_code': trackingCode, 't.state': 'created' })
        .first<{ task_key: string } | undefined>('t.task_key');
      return row?.task_key;
    });
    await page.locator(`[data-row="${key}"]`).click();
  }

  async function answer(page: Page): Promise<void> {
    await page.getByRole('radio', { name: 'پاسخ به شهروند' }).check();
    await page.getByRole('combobox', { name: 'نتیجه' }).click();
    await page.getByRole('option', { name: 'انجام شد', exact: true }).click();
    await page.getByRole('textbox', { name: 'متن پاسخ' }).fill(ANSWER);
    await page.getByRole('textbox', { name: 'سند انجام کار' }).fill('گزارش بازدید ۱۲');
    await page.getByRole('button', { name: 'ثبت و انجام کار' }).click();
    await page.getByRole('alert').getByText('کار انجام شد').waitFor();
  }

  const claim = (page: Page) => page.getByRole('button', { name: 'برداشتن کار' }).click();

  /** Reads the citizen's page again until it says what is expected. */
  async function sees(page: Page, text: string): Promise<void> {
    await eventually(async () => {
      await page.getByRole('button', { name: 'تازه‌سازی' }).click();
      return (await page.locator('main').innerText()).includes(text);
    });
  }

  const statusOf = async (trackingCode: string): Promise<string> => {
    const row = await harness.database.db('requests').where({ tracking_code: trackingCode }).first('status');
    return String(row?.status);
  };

  it('runs from the request to the answer, and closes when the citizen confirms', async () => {
    // given
    const { trackingCode } = await harness.file();
    const { page: desk } = await caseworker();
    await openTaskOf(desk, trackingCode);
    // when
    await claim(desk);
    await answer(desk);
    const page = await citizen(trackingCode);
    await sees(page, ANSWER);
    await page.getByRole('button', { name: 'بله، تأیید می‌کنم' }).click();
    // then
    await page.getByText('نظر شما ثبت شد').or(page.getByText('درخواست شما بسته شده است')).waitFor();
    await eventually(async () => (await statusOf(trackingCode)) === 'closed');
    await sees(page, 'درخواست شما بسته شده است');
  });

  it('shows the caseworker where it stands in its process, once that is asked for', async () => {
    // given
    const { trackingCode } = await harness.file();
    const { page: desk } = await caseworker();
    await openTaskOf(desk, trackingCode);
    const diagrams: string[] = [];
    desk.on(
      'response',
      (response) => /place-diagrams|\/diagram$/.test(response.url()) && diagrams.push(response.url()),
    );

    // when
    const show = desk.getByRole('button', { name: 'نمایش مسیر فرایند' });
    await show.waitFor();
    const before = diagrams.length;
    await show.click();

    // then
    await desk.locator('.mark-current').first().waitFor();
    await desk.locator('.djs-connection.mark-done').first().waitFor({ state: 'attached' });
    await desk.locator('.mark-current').first().click({ trial: true });
    await desk.getByText(/^اکنون در: .+ \(از /).waitFor();
    expect(before).to.equal(0);
    expect(diagrams.some((url) => url.endsWith('/diagram'))).to.equal(true);
    expect(await desk.locator('.djs-container').innerHTML()).not.to.match(/Task_|Gateway_|Flow_/);
  });

  it('goes on after a question to the citizen and the reply', async () => {
    // given
    const { trackingCode } = await harness.file();
    const { page: desk } = await caseworker();
    await openTaskOf(desk, trackingCode);
    await claim(desk);
    // when
    await desk.getByRole('radio', { name: 'پرسش از شهروند' }).check();
    await desk.getByRole('textbox', { name: 'پرسش از شهروند' }).fill('چاله در کدام سمت جاده است؟');
    await desk.getByRole('button', { name: 'ثبت و انجام کار' }).click();
    await desk.getByRole('alert').getByText('کار انجام شد').waitFor();
    const page = await citizen(trackingCode);
    await sees(page, 'چاله در کدام سمت جاده است؟');
    await page.getByLabel('پاسخ شما').fill('در سمت جنوب، پس از پل.');
    await page.getByRole('button', { name: 'فرستادن پاسخ' }).click();
    // then
    await page.getByLabel('پاسخ شما').waitFor({ state: 'detached' });
    await openTaskOf(desk, trackingCode);
    await desk.getByText('در سمت جنوب، پس از پل.').waitFor();
  });

  it('goes to another officer of the department when the citizen reopens it with a reason, though the page misses what is between', async () => {
    // given
    const { trackingCode } = await harness.file();
    const { page: desk } = await caseworker();
    await openTaskOf(desk, trackingCode);
    await claim(desk);
    await answer(desk);
    const page = await citizen(trackingCode);
    await sees(page, ANSWER);
    // when
    await page.getByRole('button', { name: 'خیر، حل نشده است' }).click();
    await page.getByRole('button', { name: 'بازگشایی درخواست' }).click();
    await page.getByText('بنویسید چه چیزی حل نشده است').waitFor();
    await page.getByLabel('چه چیزی حل نشده است؟').fill('آسفالت دوباره نشست کرد.');
    await page.route('**/api/track', (route) => route.abort());
    await page.getByRole('button', { name: 'بازگشایی درخواست' }).click();
    await eventually(async () => (await statusOf(trackingCode)) === 'in-progress');
    const { page: other } = await caseworker('caseworker.rmto-tehran-2');
    await openTaskOf(other, trackingCode);
    await other.getByText('آسفالت دوباره نشست کرد.').waitFor();
    await claim(other);
    await answer(other);
    await page.unroute('**/api/track');
    // then
    await sees(page, 'بله، تأیید می‌کنم');
    expect(await page.getByRole('button', { name: 'خیر، حل نشده است' }).count()).to.equal(1);
  });

  it('shows on the desk what happens elsewhere, without a reload', async () => {
    // given
    const { page: desk } = await caseworker();
    await desk.evaluate('window.neverLeft = true');
    const tab = desk.getByRole('tab', { name: /بدون مسئول/ });
    await tab.click();
    const before = await tab.innerText();
    // when
    const { trackingCode } = await harness.file();
    await openTaskOf(desk, trackingCode);
    await eventually(async () => (await tab.innerText()) !== before);
    const { page: colleague } = await caseworker();
    await openTaskOf(colleague, trackingCode);
    await claim(colleague);
    await colleague.getByText('این کار به نام شماست').waitFor();
    // then
    await desk.getByText('این کار به نام شماست').waitFor();
    await answer(colleague);
    await desk.getByRole('list', { name: 'گذشته درخواست' }).getByText('پاسخ داده شد').waitFor();
    expect(await desk.evaluate('window.neverLeft')).to.equal(true);
  });

  it('stays out of sight of another department', async () => {
    // given
    const { trackingCode } = await harness.file();
    const { page: own } = await caseworker();
    await openTaskOf(own, trackingCode);
    const taskPath = new URL(own.url()).pathname;
    const stranger = await harness.visitor();
    await signIn(stranger, 'caseworker.railways');
    // when
    await stranger.page.goto(taskPath);
    // then
    await stranger.page.getByRole('alert').waitFor();
    await stranger.page.goto(`/desk/requests/${trackingCode}`);
    await stranger.page.getByText('درخواستی پیدا نشد').first().waitFor();
  });
});
