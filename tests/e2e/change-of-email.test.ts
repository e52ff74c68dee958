import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Visitor } from '../support/browser.ts';
import { environment } from '../support/environment.ts';
import { aMailServer } from '../support/fakes/mail-server.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { useFixture } from '../support/hooks/use-fixture.ts';
import { type Account, anAccount, getAsAdministrator } from '../support/sign-in/accounts.ts';
import { addressOf } from '../support/sign-in/sign-in-page-checks.ts';
import { eventually } from '../support/wait.ts';

const NEXT = `next-${process.pid}@shahrah.example`;

describe('the e-mail address of an account', function () {
  this.timeout(120_000);
  const harness = useBrowserHarness();
  const mail = useFixture(
    () => aMailServer({ port: environment.smtpPort }),
    (server) => server.close(),
  );

  let account: Account;

  before(async () => {
    account = await anAccount({ username: `mail.person-${process.pid}`, roles: ['caseworker'] });
  });

  after(() => account?.remove());

  const address = async (): Promise<string> =>
    (await getAsAdministrator<{ email: string }>(`/users/${account.id}`)).email;

  async function come(action: string): Promise<Visitor['page']> {
    const { page } = await harness.visitor();
    await page.goto(addressOf(action, harness.url));
    await page.locator('#username').fill(account.username);
    await page.locator('#password').fill('shahrah');
    await page.locator('#kc-login').click();
    return page;
  }

  it('changes when a message to the new one was followed, and not before', async () => {
    // given
    const before = await address();
    const page = await come('UPDATE_EMAIL');

    // when
    await page.locator('#email').fill(NEXT);
    await page.getByRole('button', { name: 'ادامه' }).click();
    await page.getByText(`پیام تأیید به ${NEXT} فرستاده شد.`).waitFor();
    const unconfirmed = await address();
    const [message = ''] = await eventually(() => mail.to(NEXT).length > 0 && mail.to(NEXT));
    await page.goto(/http:\/\/localhost:\S+action-token\?key=[^\s"<]+/.exec(message)?.[0] ?? '');

    // then
    expect(unconfirmed).to.equal(before);
    expect(await eventually(async () => (await address()) === NEXT && NEXT)).to.equal(NEXT);
  });

  it('stands on no other form', async () => {
    // when
    const page = await come('UPDATE_PROFILE');
    await page.locator('#firstName').waitFor();

    // then
    expect(await page.locator('#email').count()).to.equal(0);
  });
});
