import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import { aVisitor, openBrowser } from '../support/browser.ts';
import { useApi } from '../support/hooks/use-api.ts';

describe('the page about the api', function () {
  this.timeout(180_000);

  const { api } = useApi();

  let browser: Browser;

  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser?.close());

  it('shows every operation under the strict policy, and loads nothing from elsewhere', async () => {
    // given
    const { page, context } = await aVisitor(browser, api.url, { locale: 'en' });
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    const document = (await (await fetch(`${api.url}/api/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };

    // when
    await page.goto('/api/docs');
    await page.getByText('/api/requests', { exact: true }).first().waitFor();
    const shown = await page.locator('.opblock-summary').count();

    // then
    const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods));
    expect(shown).to.equal(operations.length);
    expect(complaints).to.deep.equal([]);
    expect(asked.filter((url) => !url.startsWith(api.url) && !url.startsWith('data:'))).to.deep.equal([]);
    await context.close();
  });
});
