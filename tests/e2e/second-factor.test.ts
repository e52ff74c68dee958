import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import type { Visit, Visitor } from '../support/browser.ts';
import { environment } from '../support/environment.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { type Account, anAccount, giveRoles } from '../support/sign-in/accounts.ts';
import {
  accessibilityViolationsOf,
  addressOf,
  FOREIGN,
  overflowOf,
  visibleTextOf,
} from '../support/sign-in/sign-in-page-checks.ts';

const LOOKS: readonly [string, Visit][] = [
  ['Persian, a phone', { width: 360, height: 740 }],
  ['English, a phone, dark', { locale: 'en', width: 360, height: 740, dark: true }],
  ['Persian, a large screen', {}],
];

const RECOVERY = /کد بازیابی|Recovery/;

const STEP_MS = 30_000;

/** More than Keycloak takes in a row. */
const WRONG_TRIES = 12;

describe('signing in where a password is not enough', function () {
  this.timeout(180_000);
  const harness = useBrowserHarness();
  let accounts: Account[] = [];

  afterEach(async () => {
    await Promise.all(accounts.map((account) => account.remove()));
    accounts = [];
  });

  async function somebody(given: Omit<Parameters<typeof anAccount>[0], 'username'>): Promise<Account> {
    const account = await anAccount({ username: `new.person-${process.pid}-${accounts.length}`, ...given });
    accounts.push(account);
    return account;
  }

  async function sendPassword(page: Page, username: string, password = 'shahrah'): Promise<void> {
    await page.locator('#username').fill(username);
    await page.locator('#password').fill(password);
    await page.locator('#kc-login').click();
  }

  async function sendCode(page: Page, code: string): Promise<void> {
    await page.locator('#otp').fill(code);
    await page.locator('#kc-login').click();
  }

  async function comeWithPassword(username: string, visit?: Visit): Promise<Visitor> {
    const visitor = await harness.visitor(visit);
    await visitor.page.goto('/desk');
    await sendPassword(visitor.page, username);
    return visitor;
  }

  const desk = (page: Page) => page.locator('nav[aria-label]').first();
  const atTheDesk = async (page: Page): Promise<void> => {
    await page.waitForURL(`${harness.url}/desk**`);
    await desk(page).waitFor();
  };

  async function setUpCodes(page: Page): Promise<TOTP> {
    await page.locator('#mode-manual').click();
    const secret = (await page.locator('#kc-totp-secret-key').innerText()).replaceAll(' ', '');
    const codes = new TOTP({ secret });
    await page.locator('#totp').fill(codes.generate());
    await page.locator('#saveTOTPBtn').click();
    return codes;
  }

  /** Confirms the recovery codes, and gives them back. */
  async function keepRecoveryCodes(page: Page): Promise<string[]> {
    const codes = await page.locator('#kc-recovery-codes-list li').allInnerTexts();
    await page.locator('#kcRecoveryCodesConfirmationCheck').check();
    await page.locator('#saveRecoveryAuthnCodesBtn').click();
    return codes;
  }

  for (const [look, visit] of LOOKS)
    it(`asks for a code, on pages that speak one language, have no fault and fit (${look})`, async () => {
      // given
      const { username } = await somebody({ roles: ['supervisor'] });
      const { page } = await comeWithPassword(username, visit);
      const foreign = FOREIGN[visit.locale ?? 'fa'];
      const found: string[] = [];
      const check = async (page: Page, name: string) => {
        found.push(...(await accessibilityViolationsOf(page)));
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/${look}-${name}.png`, fullPage: true });
        expect(await visibleTextOf(page), name).not.to.match(foreign);
        expect(await overflowOf(page), name).to.equal(0);
      };

      // when
      await page.locator('#totp').waitFor();
      await check(page, 'set up');
      await setUpCodes(page);
      await page.locator('#kc-recovery-codes-list').waitFor();
      await check(page, 'recovery codes');
      await keepRecoveryCodes(page);
      await page.locator('#password').waitFor();
      await check(page, 'sign in anew');
      const { page: later } = await comeWithPassword(username, visit);
      await later.locator('#otp').waitFor();
      await check(later, 'code');
      await later.locator('#try-another-way').click();
      await later.getByRole('button', { name: RECOVERY }).waitFor();
      await check(later, 'another way');
      await later.getByRole('button', { name: RECOVERY }).click();
      await later.locator('#recoveryCodeInput').waitFor();
      await check(later, 'recovery code');
      await page.goto(addressOf('webauthn-register-passwordless', harness.url, visit.locale));
      await page.locator('#registerWebAuthn').waitFor();
      await check(page, 'passkey');

      // then
      expect(found).to.deep.equal([]);
    });

  it('takes no wrong code, and the right one once', async () => {
    // given
    const totpSecret = new Secret().base32;
    const codes = new TOTP({ secret: totpSecret });
    const { username } = await somebody({
      groups: ['/ministry/staff-conduct'],
      roles: ['caseworker'],
      totpSecret,
    });
    const [{ page: first }, { page: second }] = [
      await comeWithPassword(username),
      await comeWithPassword(username),
    ];
    const code = codes.generate();

    // when
    await sendCode(first, code === '000000' ? '000001' : '000000');
    await first.getByText('کد درست نیست یا زمانش گذشته است.').waitFor();
    await sendCode(first, code);
    await atTheDesk(first);
    await sendCode(second, code);
    await second.getByText('کد درست نیست یا زمانش گذشته است.').waitFor();

    // then
    await sendCode(second, codes.generate({ timestamp: Date.now() + STEP_MS }));
    await atTheDesk(second);
  });

  it('lets somebody whose phone is lost in by a recovery code', async () => {
    // given
    const { username } = await somebody({ roles: ['admin'] });
    const { page } = await comeWithPassword(username);
    await setUpCodes(page);
    const [first = ''] = await keepRecoveryCodes(page);
    const { page: without } = await comeWithPassword(username);

    // when
    await without.getByRole('link', { name: 'ورود به روش دیگر' }).click();
    await without.getByRole('button', { name: RECOVERY }).click();
    await without.locator('#recoveryCodeInput').fill(first);
    await without.locator('#kc-login').click();

    // then
    await atTheDesk(without);
  });

  it('lets a passkey in, also while somebody else tries wrong passwords', async () => {
    // given
    const totpSecret = new Secret().base32;
    const { username } = await somebody({ roles: ['supervisor'], totpSecret });
    const { page, context } = await comeWithPassword(username);
    await sendCode(page, new TOTP({ secret: totpSecret }).generate());
    await atTheDesk(page);
    const device = await context.newCDPSession(page);
    await device.send('WebAuthn.enable');
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(addressOf('webauthn-register-passwordless', harness.url));
    await page.getByRole('button', { name: 'ساختن کلید عبور' }).click();
    await page.waitForURL(`${harness.url}/desk**`);
    const { page: stranger } = await harness.visitor();
    await stranger.goto('/desk');
    for (let tries = 0; tries < WRONG_TRIES; tries += 1) {
      await sendPassword(stranger, username, 'wrong');
      await stranger.locator('#input-error-username').waitFor();
    }

    // when
    await context.clearCookies();
    await page.goto('/desk');
    await sendPassword(page, username);
    await page.locator('#input-error-username').waitFor();
    await page.getByRole('link', { name: 'ورود به روش دیگر' }).click();
    await page.getByRole('button', { name: 'کلید عبور' }).click();
    await page.getByRole('button', { name: 'ورود با کلید عبور' }).click();

    // then
    await atTheDesk(page);
  });

  it('lets people look after their factors in the account console', async () => {
    // given
    const { page } = await harness.visitor();
    await page.goto(`${environment.keycloakUrl}/realms/shahrah/account/account-security/signing-in`);

    // when
    await sendPassword(page, 'caseworker.rmto');

    // then
    await page.getByRole('button', { name: 'Passkey' }).waitFor();
  });

  it('lets somebody who became a supervisor while signed in set up a code first, and then in by it', async () => {
    // given
    const { id, username } = await somebody({ roles: ['caseworker'] });
    const { page } = await comeWithPassword(username);
    await atTheDesk(page);

    // when
    await giveRoles(id, ['supervisor']);
    await page.reload();
    await page.locator('#password').fill('shahrah');
    await page.locator('#kc-login').click();

    // then
    const codes = await setUpCodes(page);
    await keepRecoveryCodes(page);
    await page.locator('#password').fill('shahrah');
    await page.locator('#kc-login').click();
    await sendCode(page, codes.generate({ timestamp: Date.now() + STEP_MS }));
    await atTheDesk(page);
  });
});
