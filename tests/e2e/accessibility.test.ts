import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { signIn, type Visit } from '../support/browser.ts';
import { SECOND_FACTOR } from '../support/harness/browser-harness.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { eventually } from '../support/wait.ts';

const LOOKS: readonly [string, Visit][] = [
  ['Persian, a phone', { width: 360, height: 740 }],
  ['Persian, a large dark screen', { dark: true }],
  ['English, a tablet', { locale: 'en', width: 768, height: 1024 }],
];

async function faults(page: Page): Promise<string[]> {
  await page.evaluate('document.fonts.ready');
  await eventually(async () => (await page.locator('main button:disabled').count()) === 0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes: [first] }) =>
    [page.url(), id, first?.html.slice(0, 160), first?.any[0]?.message].join(': '),
  );
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe('every page', function () {
  this.timeout(180_000);
  const harness = useBrowserHarness();
  let trackingCode: string;

  before(async () => {
    ({ trackingCode } = await harness.file());
  });

  for (const [look, visit] of LOOKS) {
    it(`of the public has no accessibility fault and fits the screen (${look})`, async () => {
      // given
      const { page } = await harness.visitor(visit);
      const found: string[] = [];
      const check = async () => {
        found.push(...(await faults(page)));
        expect(await overflow(page), page.url()).to.equal(0);
      };
      // when
      await page.goto('/');
      await page.locator('h1').waitFor();
      await check();
      await page.goto('/request');
      await page.locator('button[type=submit]').click();
      await check();
      await page.locator('#request-text').fill('چاله بزرگی در جاده هست.');
      for (const ready of ['input[value=road-damage]', '#intake_road', '#applicant-name', 'main dl']) {
        await page.locator('button[type=submit]:enabled').click();
        await page.locator(ready).first().waitFor();
        await check();
        if (ready.includes('road-damage')) await page.locator(ready).check();
        if (ready === '#intake_road') {
          await page.locator('#intake_road').fill('۱');
          await page.locator('#province').selectOption('tehran');
        }
        if (ready === '#applicant-name') {
          await page.locator('#applicant-name').fill('سارا');
          await page.locator('#applicant-mobile').fill('09123456789');
        }
      }
      await page.goto(`/track#code=${trackingCode}`);
      await page.locator('#second-factor').fill(SECOND_FACTOR);
      await check();
      await page.locator('button[type=submit]').click();
      await page.getByTestId('status-sentence').waitFor();
      await check();
      // then
      expect(found).to.deep.equal([]);
    });

    it(`of the desk has no accessibility fault and fits the screen (${look})`, async () => {
      // given
      const visitor = await harness.visitor(visit);
      const { page } = visitor;
      const found: string[] = [];
      await signIn(visitor, 'caseworker.rmto-tehran');
      // when
      await page.locator('[data-row]').first().waitFor();
      found.push(...(await faults(page)));
      await page.locator('[data-row]').first().click();
      await page.locator('main dl').first().waitFor();
      found.push(...(await faults(page)));
      const claim = page.getByRole('button', { name: /^(برداشتن کار|Take the task)$/ });
      if (await claim.isVisible()) await claim.click();
      await page.locator('input[type=radio]').first().check();
      await eventually(async () => (await page.locator('textarea:visible').count()) > 0);
      found.push(...(await faults(page)));
      await page.goto(`/desk/requests/${trackingCode}`);
      await page.locator('main dl').first().waitFor();
      found.push(...(await faults(page)));
      // then
      expect(found).to.deep.equal([]);
      expect(await overflow(page)).to.equal(0);
    });
  }
});
