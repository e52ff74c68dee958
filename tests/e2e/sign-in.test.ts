import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Visit, Visitor } from '../support/browser.ts';
import { environment } from '../support/environment.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import {
  accessibilityViolationsOf,
  FOREIGN,
  overflowOf,
  visibleTextOf,
} from '../support/sign-in/sign-in-page-checks.ts';

const LOOKS: readonly [string, Visit][] = [
  ['Persian, a phone', { width: 360, height: 740 }],
  ['Persian, a large dark screen', { dark: true }],
  ['Persian, at 200 % zoom', { width: 640, height: 400 }],
  ['English, a phone', { locale: 'en', width: 360, height: 740, dark: true }],
  ['English, a large screen', { locale: 'en' }],
];

const FONT_LOADED = `[...document.fonts].some(
  ({ family, status }) => family.includes('Vazirmatn') && status === 'loaded',
)`;

async function arrive({ page }: Visitor, path = '/desk'): Promise<void> {
  await page.goto(path);
  await page.locator('#username').waitFor();
}

describe('the sign-in page', function () {
  this.timeout(180_000);
  const harness = useBrowserHarness();

  for (const [look, visit] of LOOKS)
    it(`speaks one language, has no accessibility fault and fits the screen (${look})`, async () => {
      // given
      const visitor = await harness.visitor(visit);
      const { page } = visitor;
      const foreign = FOREIGN[visit.locale ?? 'fa'];
      const found: string[] = [];
      const check = async () => {
        found.push(...(await accessibilityViolationsOf(page)));
        expect(await visibleTextOf(page)).not.to.match(foreign);
        expect(await overflowOf(page)).to.equal(0);
      };
      // when
      await arrive(visitor);
      await check();
      await page.locator('#kc-login').click();
      await page.locator('#input-error-username').waitFor();
      await check();
      // then
      expect(found).to.deep.equal([]);
      expect(await page.evaluate(FONT_LOADED)).to.equal(true);
    });

  it('asks nobody but itself for anything', async () => {
    // given
    const visitor = await harness.visitor();
    const asked = new Set<string>();
    visitor.page.on('request', (request) => asked.add(new URL(request.url()).hostname));
    // when
    await arrive(visitor);
    await visitor.page.evaluate('document.fonts.ready');
    // then
    expect(asked).to.deep.equal(
      new Set([new URL(harness.url), new URL(environment.keycloakUrl)].map(({ hostname }) => hostname)),
    );
  });

  it('says in plain words that the password is wrong, to eye and ear, and keeps the name', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await arrive(visitor);
    // when
    await page.locator('#username').fill('analyst');
    await page.locator('#password').fill('wrong');
    await page.locator('#kc-login').click();
    // then
    const fault = page.locator('#input-error-username');
    await fault.waitFor();
    expect((await fault.innerText()).trim()).to.match(/^نام کاربری یا گذرواژه درست نیست\./);
    expect(await page.locator('#username').inputValue()).to.equal('analyst');
    expect(await page.locator('#username').getAttribute('aria-invalid')).to.equal('true');
    expect(await page.locator('#username').getAttribute('aria-describedby')).to.equal('input-error-username');
  });

  it('lets somebody sign in with the keyboard alone, and lands where they wanted to go', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await arrive(visitor, '/desk/requests?status=open');
    const focus = () => page.evaluate<string>('document.activeElement.id');
    // when
    expect(await focus()).to.equal('username');
    await page.keyboard.type('caseworker.rmto');
    await page.keyboard.press('Tab');
    expect(await focus()).to.equal('password');
    await page.keyboard.type('shahrah');
    await page.keyboard.press('Tab');
    expect(await focus()).to.equal('password-show-password');
    await page.keyboard.press('Tab');
    expect(await focus()).to.equal('kc-login');
    await page.keyboard.press('Enter');
    // then
    await page.locator('nav').first().waitFor();
    const { pathname, searchParams } = new URL(page.url());
    expect(pathname).to.equal('/desk/requests');
    expect(searchParams.get('status')).to.equal('open');
  });

  it('shows and hides the password, and the button says which', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await arrive(visitor);
    await page.locator('#password').fill('shahrah');
    // when
    await page.getByRole('button', { name: 'نمایش گذرواژه' }).click();
    // then
    expect(await page.locator('#password').getAttribute('type')).to.equal('text');
    await page.getByRole('button', { name: 'پنهان کردن گذرواژه' }).click();
    expect(await page.locator('#password').getAttribute('type')).to.equal('password');
  });

  it('says that the keyboard writes Persian letters, as long as it does', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await arrive(visitor);
    const hint = page.getByText('صفحه‌کلید شما فارسی می‌نویسد.').and(page.locator(':visible'));
    // when
    await page.locator('#password').fill('سلام');
    // then
    await hint.waitFor();
    await page.locator('#password').fill('shahrah');
    await hint.waitFor({ state: 'detached' });
  });

  it('changes its language and direction where it stands', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await arrive(visitor);
    // when
    await page.getByRole('link', { name: 'English' }).click();
    // then
    await page.getByRole('heading', { name: 'Staff sign-in' }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).to.equal('ltr');
    await page.getByRole('link', { name: 'فارسی' }).click();
    await page.getByRole('heading', { name: 'ورود کارکنان' }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).to.equal('rtl');
  });

  it('says what to do where the page has expired, and where signing in cannot work', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await arrive(visitor);
    const form = await page.locator('#kc-form-login').getAttribute('action');
    const stale = new URL(form ?? '');
    stale.searchParams.set('execution', '00000000-0000-0000-0000-000000000000');
    // when
    await page.goto(stale.href);
    // then
    await page.getByRole('heading', { name: 'زمان این صفحه گذشته است' }).waitFor();
    expect(await accessibilityViolationsOf(page)).to.deep.equal([]);
    expect(await visibleTextOf(page)).not.to.match(FOREIGN.fa);
    await page.getByRole('link', { name: 'ورود از آغاز' }).click();
    await page.getByRole('heading', { name: 'ورود کارکنان' }).waitFor();
    const unknown = new URL(page.url());
    await page.goto(`${unknown.origin}/realms/shahrah/protocol/openid-connect/auth?client_id=nobody`);
    await page.getByText('برنامه‌ای که شما را فرستاده است شناخته نشد.').waitFor();
    expect(await visibleTextOf(page)).not.to.match(FOREIGN.fa);
  });

  it('shows citizens the way out', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await arrive(visitor);
    // when
    await page.getByRole('link', { name: 'صفحه شهروندان' }).click();
    // then
    await page.waitForURL(`${harness.url}/`);
  });
});
