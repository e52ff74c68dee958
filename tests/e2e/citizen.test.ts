import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { createCaller } from '../support/api-caller.ts';
import { MOBILE, SECOND_FACTOR } from '../support/harness/browser-harness.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';

const goOn = (page: Page) => page.getByRole('button', { name: 'ادامه' }).click();

async function track(page: Page, code: string, factor: string): Promise<void> {
  await page.goto(`/track#code=${code}`);
  await page.getByLabel('چهار رقم آخر').fill(factor);
  await page.getByRole('button', { name: 'نمایش وضعیت' }).click();
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe('the public pages', function () {
  this.timeout(180_000);

  const harness = useBrowserHarness();

  it('name the work of others that they rest on, down to the licences of each package in them', async () => {
    // given
    const { page } = await harness.visitor();
    await page.goto('/');

    // when
    await page.getByRole('link', { name: 'کارهای دیگران' }).click();
    await page.getByText('CC BY-SA 3.0').waitFor();
    const named = await page.locator('body').innerText();
    await page.goto('/licences.txt');
    const screens = await page.locator('body').innerText();
    await page.goto('/modeler/licences.txt');
    const modeler = await page.locator('body').innerText();

    // then
    expect(named).to.include('date-holidays').and.to.include('ویکی‌پدیا');
    expect(screens).to.include('## react - ').and.to.include('Permission is hereby granted');
    expect(modeler).to.include('## dmn-js - ').and.to.include('the watermark must stay fully visible');
  });

  it('let a citizen file a request in Persian on a phone and follow it', async () => {
    // given
    const { page } = await harness.visitor({ width: 360, height: 740 });
    await page.goto('/');
    await page.getByRole('link', { name: 'ثبت درخواست' }).first().click();
    // when
    await page.getByLabel('شرح درخواست').fill('آسفالت جاده خراب است و چاله بزرگی در کیلومتر ۴۵ هست.');
    await goOn(page);
    await page.getByRole('radio', { name: /^خرابی راه/ }).check();
    await goOn(page);
    await page.getByLabel('نام راه').fill('آزادراه تهران – قم');
    await page.getByLabel('استان').selectOption({ label: 'تهران' });
    await goOn(page);
    await page.getByLabel('نام و نام خانوادگی').fill('سارا احمدی');
    await page.getByLabel('شماره تلفن همراه').fill('۰۹۱۲ ۳۴۵ ۶۷۸۹');
    await goOn(page);
    await page.getByText('آزادراه تهران – قم').waitFor();
    const review = await page.locator('main').innerText();
    await page.getByRole('button', { name: 'ثبت درخواست', exact: true }).click();
    const code = await page.getByTestId('tracking-code').innerText();
    await page.getByRole('link', { name: 'دیدن وضعیت درخواست' }).click();
    await page.getByLabel('چهار رقم آخر').fill('۶۷۸۹');
    await page.getByRole('button', { name: 'نمایش وضعیت' }).click();
    const sentence = await page.getByTestId('status-sentence').innerText();
    // then
    expect(review).to.include('خرابی راه').and.to.include('سارا احمدی');
    expect(code).to.match(/[۰-۹]{4}\s[۰-۹]{4}\s[۰-۹]{4}/);
    expect(sentence).to.include('راهداری');
    expect(await overflow(page)).to.equal(0);
  });

  it('say how to go on when there were too many wrong tries with a code', async () => {
    // given
    const { trackingCode } = await harness.file();
    const call = createCaller(harness.url);
    for (let n = 0; n < 10; n += 1) await call('POST', '/api/track', { trackingCode, secondFactor: '0000' });
    const { page } = await harness.visitor({ width: 360, height: 740 });
    // when
    await track(page, trackingCode, SECOND_FACTOR);
    const told = await page.getByRole('alert').innerText();
    // then
    expect(told).to.include('تلاش‌های نادرست بیش از اندازه بود').and.to.include('پیوند درون پیام ما');
    expect(await overflow(page)).to.equal(0);
  });

  it('say the same for a wrong second factor as for an unknown code', async () => {
    // given
    const { trackingCode } = await harness.file();
    const { page } = await harness.visitor({ width: 360, height: 740 });
    // when
    await track(page, trackingCode, '0000');
    const wrongFactor = await page.getByRole('alert').innerText();
    await page.getByLabel('کد پیگیری').fill('123456789018');
    await page.getByLabel('چهار رقم آخر').fill(SECOND_FACTOR);
    await Promise.all([
      page.waitForResponse('**/api/track'),
      page.getByRole('button', { name: 'نمایش وضعیت' }).click(),
    ]);
    const unknownCode = await page.getByRole('alert').innerText();
    // then
    expect(wrongFactor).to.include('درخواستی با این مشخصات پیدا نشد');
    expect(firstLine(unknownCode)).to.equal(firstLine(wrongFactor));
  });

  it('open from the link in a message, whose token no server sees in an address', async () => {
    // given
    const { id, trackingCode } = await harness.file();
    const { page } = await harness.visitor({ width: 360, height: 740 });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const link = harness.linkTo(id);
    // when
    await page.goto(link);
    await page.getByTestId('status-sentence').waitFor();
    const heading = await page.locator('h1').innerText();
    // then
    const digits = heading
      .replace(/[۰-۹]/g, (digit) => String('۰۱۲۳۴۵۶۷۸۹'.indexOf(digit)))
      .replace(/\D/g, '');
    expect(digits).to.equal(trackingCode);
    const token = link.slice(link.indexOf('token=') + 'token='.length);
    expect(asked.filter((url) => url.split('#')[0]?.includes(token))).to.deep.equal([]);
  });

  it('check the national id and the mobile number while they are typed, in any digits', async () => {
    // given
    const { page } = await harness.visitor();
    await page.goto('/request');
    await page.getByLabel('شرح درخواست').fill('پرسشی درباره مقررات دارم.');
    await goOn(page);
    await page.getByRole('radio', { name: /^پرسش و درخواست اطلاعات/ }).check();
    await goOn(page);
    await page.getByLabel('استان').waitFor();
    await goOn(page);
    // when
    await page.getByLabel('کد ملی').fill('۰۰۸۴۵۷۵۹۴۹');
    await page.getByLabel('شماره تلفن همراه').fill('12345');
    await page.getByLabel('نشانی رایانامه').focus();
    // then
    await page.getByText('کد ملی درست نیست').waitFor();
    await page.getByText('شماره همراه درست نیست').waitFor();
    await page.getByLabel('کد ملی').fill('۰۰۸۴۵۷۵۹۴۸');
    await page.getByText('کد ملی درست نیست').waitFor({ state: 'detached' });
    await page.getByLabel('شماره تلفن همراه').fill(MOBILE);
    await page.getByText('شماره همراه درست نیست').waitFor({ state: 'detached' });
  });

  it('keep what was typed over a reload, and the place over a change of language', async () => {
    // given
    const { page } = await harness.visitor();
    await page.goto('/request');
    await page.getByLabel('شرح درخواست').fill('تابلوی جاده افتاده است.');
    await goOn(page);
    // when
    await page.reload();
    await page.getByRole('button', { name: 'English' }).click();
    // then
    await page.getByRole('heading', { name: 'What is your request about?' }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).to.equal('ltr');
    await page.getByRole('button', { name: 'Back' }).click();
    expect(await page.getByLabel('Description').inputValue()).to.equal('تابلوی جاده افتاده است.');
  });

  it('tell when the line is lost, and file nothing twice when it is back', async () => {
    // given
    const { page, context } = await harness.visitor();
    await page.goto('/request');
    await page.getByLabel('شرح درخواست').fill('پیشنهادی برای بهتر شدن خدمات دارم.');
    await goOn(page);
    await page.getByRole('radio', { name: /^پیشنهاد و قدردانی/ }).check();
    await goOn(page);
    await page.getByLabel('استان').waitFor();
    await goOn(page);
    await page.getByLabel('نام و نام خانوادگی').fill('یک شهروند');
    await page.getByLabel('نشانی رایانامه').fill('twice@example.org');
    await goOn(page);
    await page.route('**/api/requests', async (route) => {
      await route.fetch();
      await route.abort();
    });
    // when
    await page.getByRole('button', { name: 'ثبت درخواست', exact: true }).click();
    await page.getByText('به سامانه دسترسی نیست').waitFor();
    await context.unrouteAll();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'ثبت درخواست', exact: true }).click();
    await page.getByTestId('tracking-code').waitFor();
    // then
    const filed = await harness.database.db('requests').where({ contact_email: 'twice@example.org' });
    expect(filed).to.have.length(1);
  });

  it('have no English on Persian pages, and no Persian on English ones', async () => {
    // given
    const persian = await harness.visitor();
    const english = await harness.visitor({ locale: 'en' });
    for (const path of ['/', '/request', '/track']) {
      // when
      await persian.page.goto(path);
      await english.page.goto(path);
      await persian.page.locator('h1').waitFor();
      await english.page.locator('h1').waitFor();
      const inPersian = (await persian.page.locator('body').innerText()).replace('English', '');
      const inEnglish = (await english.page.locator('body').innerText()).replace('فارسی', '');
      // then
      expect(inPersian, path).not.to.match(/[A-Za-z]/);
      expect(inEnglish, path).not.to.match(/[\u0600-\u06ff]/);
    }
  });
});

const firstLine = (text: string): string => text.split('\n')[0] ?? '';
