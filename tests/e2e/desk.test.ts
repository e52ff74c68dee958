import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { signIn } from '../support/browser.ts';
import { aRequest, aTask } from '../support/fixtures/builders.ts';
import { SECOND_FACTOR } from '../support/harness/browser-harness.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { eventually } from '../support/wait.ts';

const DAY = 86_400_000;
const TASKS = 60;
const SLOW_LINE_MS = 1500;

/** Records where the first radio button stands in each frame. */
const RECORD_TOPS_OF_FIRST_RADIO = `
  window.topsOfFirstRadio = new Set();
  const record = () => {
    const radio = document.querySelector('[type=radio]');
    if (radio) window.topsOfFirstRadio.add(Math.round(radio.getBoundingClientRect().top));
    requestAnimationFrame(record);
  };
  record();
`;

const focused = (page: Page): Promise<string | null> =>
  page.evaluate<string | null>('document.activeElement.getAttribute("data-row")');

/** Presses Tab until the element that has the focus says what is wanted. */
async function tabTo(page: Page, name: string): Promise<void> {
  const here = () =>
    page.evaluate<string>(
      '(document.activeElement.getAttribute("aria-label") || document.activeElement.innerText || "").trim()',
    );
  for (let presses = 0; presses < 80 && (await here()) !== name; presses++) await page.keyboard.press('Tab');
  expect(await here()).to.equal(name);
}

describe('the desk', function () {
  this.timeout(180_000);

  const harness = useBrowserHarness();

  before(async () => {
    const { db } = harness.database;
    for (let index = 0; index < TASKS; index++) {
      const due = new Date(Date.now() + (index + 1) * DAY);
      const request = await aRequest(db, {
        service: index % 2 ? 'road-safety-signs' : 'road-damage',
        department: 'rmto-fars',
        province: 'fars',
        due_at: due,
      });
      await aTask(db, { request, due_at: due });
    }
  });

  it('counts exactly, loads more without losing a row, and keeps its filter in the address', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await signIn(visitor, 'supervisor.rmto', '/desk/tasks?queue=rmto-fars');
    // when
    await page.getByText('۶۰ کار', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'نمایش بیشتر' }).click();
    await eventually(async () => (await page.locator('[data-row]').count()) === TASKS);
    const keys = await page.evaluate<string[]>(
      '[...document.querySelectorAll("[data-row]")].map((row) => row.getAttribute("data-row"))',
    );
    await page.getByLabel('موضوع').selectOption({ label: 'علائم و ایمنی راه' });
    await page.getByText('۳۰ کار', { exact: true }).waitFor();
    await page.reload();
    // then
    expect(new Set(keys).size).to.equal(TASKS);
    await page.getByText('۳۰ کار', { exact: true }).waitFor();
    expect(page.url()).to.include('service=road-safety-signs');
  });

  it('can be worked with the keyboard alone', async () => {
    // given
    const { trackingCode } = await harness.file();
    const visitor = await harness.visitor();
    const { page } = visitor;
    await signIn(visitor, 'caseworker.rmto-tehran');
    await page.locator('[data-row]').first().waitFor();
    // when: help, list, case
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'کلیدهای میانبر' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.evaluate('document.dispatchEvent(new KeyboardEvent("keydown", { key: "ت", code: "KeyJ" }))');
    const first = await focused(page);
    expect(first).not.to.equal(null);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'برداشتن کار' }).waitFor();
    await tabTo(page, 'برداشتن کار');
    await page.keyboard.press('Enter');
    await page.getByText('این کار به نام شماست').waitFor();
    // then
    expect(page.url()).to.include(`/desk/tasks/${first}`);
    await page.locator('h1').click();
    await page.keyboard.press('/');
    await page.keyboard.type(trackingCode);
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'فهرست درخواست‌ها' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await eventually(() => page.url().includes(`/desk/requests/${trackingCode}`));
  });

  it('marks what is missing in a form, keeps what was typed over a reload, and offers departments by name', async () => {
    // given
    await harness.file();
    const visitor = await harness.visitor();
    const { page } = visitor;
    await signIn(visitor, 'caseworker.rmto-tehran', '/desk/tasks?scope=unassigned');
    await page.locator('[data-row]').first().click();
    await page.getByRole('button', { name: 'برداشتن کار' }).click();
    // when
    await page.getByRole('radio', { name: 'انتقال به واحد دیگر' }).check();
    await page.getByRole('textbox', { name: 'دلیل انتقال' }).fill('مربوط به راه‌آهن است.');
    await page.getByRole('button', { name: 'ثبت و انجام کار' }).click();
    await page.getByText('این بخش را پر کنید').waitFor();
    await page.reload();
    await page.getByRole('combobox', { name: 'واحد مقصد' }).fill('راه‌آهن');
    await page
      .getByRole('listbox')
      .getByRole('option', { name: /راه‌آهن/ })
      .first()
      .click();
    const reason = await page.getByRole('textbox', { name: 'دلیل انتقال' }).inputValue();
    await page.getByRole('button', { name: 'ثبت و انجام کار' }).click();
    // then
    expect(reason).to.equal('مربوط به راه‌آهن است.');
    await page.getByRole('alert').getByText('کار انجام شد').waitFor();
  });

  it('shows the form of a task with all that stands above it, so that it never moves under the pointer', async () => {
    // given
    await harness.file();
    const visitor = await harness.visitor();
    const { page } = visitor;
    await page.route('**/api/forms/citizen-request/intake-road', (route) => {
      setTimeout(() => void route.continue(), SLOW_LINE_MS);
    });
    await signIn(visitor, 'caseworker.rmto-tehran', '/desk/tasks?scope=unassigned');
    await page.evaluate(RECORD_TOPS_OF_FIRST_RADIO);
    // when
    await page.locator('[data-row]').first().click();
    await page.getByRole('button', { name: 'برداشتن کار' }).click();
    await page.getByText('آزادراه تهران – قم').waitFor();
    await page.getByRole('radio', { name: 'انتقال به واحد دیگر' }).check();
    // then
    expect(await page.evaluate<number[]>('[...window.topsOfFirstRadio]')).to.have.length(1);
  });

  it('lets an agent file for a citizen who calls, and shows the case', async () => {
    // given
    const visitor = await harness.visitor({ locale: 'en' });
    const { page } = visitor;
    await signIn(visitor, 'agent', '/desk/contact');
    const goOn = () => page.getByRole('button', { name: 'Continue' }).click();
    // when
    await page.getByLabel('Description').fill('A caller asks where to find the rules.');
    await goOn();
    await page.getByRole('radio', { name: /^Question or request for information/ }).check();
    await goOn();
    await page.getByLabel('Province').waitFor();
    await goOn();
    await page.getByLabel('How did the request arrive?').selectOption('phone');
    await page.getByLabel('Full name').fill('A Caller');
    await page.getByLabel('Mobile number').fill('09123456789');
    await goOn();
    await page.getByRole('button', { name: 'File the request', exact: true }).click();
    const code = (await page.getByTestId('tracking-code').innerText()).replace(/\D/g, '');
    // then
    const row = await harness.database
      .db('requests')
      .where({ tracking_code: code })
      .first('channel', 'contact_mobile');
    expect(row?.channel).to.equal('phone');
    expect(String(row?.contact_mobile).slice(-4)).to.equal(SECOND_FACTOR);
  });

  it('tells people kindly what is not for their role', async () => {
    // given
    const visitor = await harness.visitor();
    // when
    await signIn(visitor, 'analyst');
    // then
    await visitor.page.getByText('این بخش برای نقش شما نیست').waitFor();
  });
});
