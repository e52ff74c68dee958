import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { parseDecisions } from '#common/process-files/index.ts';
import { createCaller } from '../support/api-caller.ts';
import { signIn } from '../support/browser.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { eventually } from '../support/wait.ts';

const TABLE = 'alert-owner.dmn';
const FORM = 'forms/road-defect/inspect.json';

describe('the editors of tables and forms', function () {
  this.timeout(180_000);
  const harness = useBrowserHarness();
  const call = createCaller(() => harness.url);

  before(() => harness.waitUntilDeployed());

  const open = async (processKey: string, file: string): Promise<{ id: string; page: Page }> => {
    const begun = await call('POST', '/api/drafts', { processKey, title: 'آزمایش' }, { as: 'analyst' });
    const id = begun.body.id as string;
    const visitor = await harness.visitor();
    await signIn(visitor, 'analyst', `/modeler/drafts/${id}/edit?file=${encodeURIComponent(file)}`);
    return { id, page: visitor.page };
  };
  const saved = async (id: string, file: string): Promise<string> =>
    (await call('GET', `/api/drafts/${id}/files/${file}`, undefined, { as: 'analyst' })).body.content;

  it('try an example beside a table: it fails, shows the row that it took, is mended, and is kept in the file', async () => {
    // given
    const { id, page } = await open('citizen-alert', TABLE);
    await page.locator('[data-row-id="Rule_ProvincialRoad"]').first().waitFor();
    const cell = (name: string) => page.getByLabel(`آزمون ۱، ${name}`);

    // when
    await page.getByRole('button', { name: 'افزودن ردیف آزمون' }).click();
    await cell('kind').fill('road-works');
    await cell('region').fill('fars');
    await cell('department').fill('rmto');
    await cell('department').press('Enter');

    // then
    await page.getByText('یک آزمون نادرست است').waitFor();
    await page.getByRole('button', { name: 'ردیف ۱ جدول' }).waitFor();

    // when
    await cell('department').fill('rmto-fars');
    await cell('department').press('Enter');

    // then
    await page.getByText('آزمون درست است').waitFor();
    const tests = await eventually(async () => {
      const [decision] = await parseDecisions(TABLE, await saved(id, TABLE));
      return decision?.tests[0]?.expected?.[0]?.['department'] === 'rmto-fars' ? decision.tests : undefined;
    });
    expect(tests).to.have.lengthOf(1);
    expect(tests[0]?.inputs).to.deep.equal({ kind: 'road-works', region: 'fars' });
  });

  it('add a row to a table, and take it back', async () => {
    // given
    const { id, page } = await open('citizen-alert', TABLE);
    const rows = page.locator('tbody td.rule-index[data-row-id]');
    await rows.first().waitFor();
    const before = await rows.count();

    // when
    await page.locator('.add-rule-add').first().click();

    // then
    await eventually(async () => (await rows.count()) === before + 1 || undefined);
    const rulesSaved = async () => (await parseDecisions(TABLE, await saved(id, TABLE)))[0]?.rows.length;
    await eventually(async () => (await rulesSaved()) === before + 1 || undefined);
    await page.getByRole('button', { name: 'برگرداندن' }).click();
    await eventually(async () => (await rulesSaved()) === before || undefined);
  });

  it('add a field with both texts, and show it at once in both directions', async () => {
    // given
    const { id, page } = await open('road-defect', FORM);
    await page.getByRole('button', { name: 'افزودن فیلد' }).click();

    // when
    await page.getByLabel('پرسش (فارسی)').fill('عمق چاله');
    await page.getByLabel('پرسش (انگلیسی)').fill('Depth of the hole');
    await page.locator('form').getByRole('button', { name: 'افزودن', exact: true }).click();

    // then
    await page.locator('[dir=rtl] > [data-preview=fa]').getByLabel('عمق چاله').waitFor();
    await page.locator('[dir=ltr] > [data-preview=en]').getByLabel('Depth of the hole').waitFor();
    await eventually(async () => (await saved(id, FORM)).includes('"depthOfTheHole"') || undefined);
  });

  it('take comments on a rule, a cell and a field, by their names, and show which have some', async () => {
    // given
    const { id, page } = await open('citizen-alert', TABLE);
    const rule = page.locator('td.rule-index[data-row-id="Rule_ProvincialRoad"]');
    const comments = page.getByRole('region', { name: 'یادداشت‌ها' });
    const write = async (on: string, text: string) => {
      await comments.getByLabel(`یادداشت دربارهٔ ${on}`).fill(text);
      await comments.getByRole('button', { name: 'بنویس' }).click();
      await comments.getByText(text).waitFor();
    };
    const written = async () =>
      (await call('GET', `/api/drafts/${id}/comments`, undefined, { as: 'analyst' })).body.items as {
        elementId: string;
      }[];

    // when
    await rule.click();
    const number = ((await rule.textContent()) ?? '')
      .trim()
      .replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? '');
    await write(`قاعدهٔ ${number}`, 'چرا استان؟');
    await page.locator('td.output-cell[data-row-id="Rule_ProvincialRoad"]').first().click();

    // then
    await comments.getByText('چرا استان؟').waitFor();
    await write(`قاعدهٔ ${number}، «واحد مسئول»`, 'این واحد هست؟');
    await comments.getByText('این واحد هست؟').waitFor();
    const [ofRule, ofCell] = await written();
    expect(ofRule?.elementId).to.equal('Rule_ProvincialRoad');
    const corner = (element: string) =>
      page
        .locator(`td[data-element-id="${element}"]`)
        .first()
        .evaluate(
          (cell) =>
            (
              globalThis as unknown as { getComputedStyle(of: unknown): { backgroundImage: string } }
            ).getComputedStyle(cell).backgroundImage,
        );
    for (const { elementId = '' } of [ofRule, ofCell].map((one) => one ?? { elementId: '' }))
      expect(await corner(elementId)).to.include('gradient');

    // when
    await page.goto(
      `${harness.url}/modeler/drafts/${id}/edit?file=${encodeURIComponent('forms/citizen-alert/approve.json')}`,
    );
    await page.getByRole('list', { name: 'فیلدها' }).getByRole('button').first().click();
    const field = comments.getByLabel(/^یادداشت دربارهٔ /);
    await field.fill('واضح‌تر بپرسید');
    await comments.getByRole('button', { name: 'بنویس' }).click();

    // then
    await page.getByRole('list', { name: 'فیلدها' }).getByText('۱ یادداشت').waitFor();
    expect((await written()).at(-1)?.elementId).to.match(/properties\//);
  });

  it('leave the diagram of the same draft what it needs to open after them', async () => {
    // given
    const { page } = await open('road-defect', FORM);
    await page.locator('[data-preview=fa]').waitFor();

    // when
    await page.getByText('road-defect.bpmn', { exact: true }).first().click();

    // then
    await page.locator('.djs-palette').waitFor();
  });
});
