import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { createCaller } from '../support/api-caller.ts';
import { signIn } from '../support/browser.ts';
import { readText } from '../support/diagrams/project-files.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { eventually } from '../support/wait.ts';

const FORM = 'forms/road-defect/inspect.json';
const TEMPLATE = 'templates/notify.json';

describe('working on a draft', function () {
  this.timeout(180_000);
  const harness = useBrowserHarness();
  const call = createCaller(() => harness.url);

  before(() => harness.waitUntilDeployed());

  /** A draft whose ready step is there to be edited as text. */
  const aDraft = async (): Promise<string> => {
    const draft = { processKey: 'road-defect', title: 'بازدید دوم' };
    const id = (await call('POST', '/api/drafts', draft, { as: 'analyst' })).body.id as string;
    await save(id, readText(`processes/${TEMPLATE}`).replace('"version": 1', '"version": 2'), 0);
    return id;
  };
  const save = (id: string, content: string, expectedVersion: number, as = 'analyst') =>
    call('PUT', `/api/drafts/${id}/files/${TEMPLATE}`, { content, expectedVersion }, { as });
  const saved = async (id: string): Promise<string> =>
    (await call('GET', `/api/drafts/${id}/files/${TEMPLATE}`, undefined, { as: 'analyst' })).body.content;
  const address = (id: string) => `/modeler/drafts/${id}/source?file=${encodeURIComponent(TEMPLATE)}`;

  it('begins with the list of processes', async () => {
    // given
    const visitor = await harness.visitor();
    await signIn(visitor, 'analyst', '/modeler/');

    // when
    await visitor.page.getByRole('button', { name: 'پیش‌نویس تازه' }).first().click();
    await visitor.page.getByLabel('چه چیزی را تغییر می‌دهید؟').fill('گام بازدید دوم');
    await visitor.page.getByRole('button', { name: 'شروع' }).click();

    // then
    await visitor.page.getByRole('heading', { name: 'گام بازدید دوم' }).waitFor();
    expect(visitor.page.url()).to.include('/modeler/drafts/');
  });

  it('loses nothing when the browser dies in the middle of a word while the system is away', async () => {
    // given
    const id = await aDraft();
    const visitor = await harness.visitor();
    await signIn(visitor, 'analyst', address(id));
    const { page, context } = visitor;
    await page.locator('.cm-content').waitFor();
    let away = true;
    await context.route(`**/files/${TEMPLATE}`, (route) =>
      away && route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );

    // when
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('   ');
    await page.locator('[data-status="offline"]').waitFor();
    expect((await saved(id)).endsWith('   ')).to.equal(false);
    await page.goto('chrome://crash').catch(() => undefined);
    away = false;
    const again = await context.newPage();
    visitor.page = again;
    await again.goto(address(id));

    // then
    await again.getByText('از همین مرورگر بازگردانده شد').waitFor();
    await eventually(async () => (await saved(id)).endsWith('   ') || undefined);
    await again.locator('[data-status="saved"]').waitFor();
  });

  it('shows both texts when two people changed a file at once, and lets one choose', async () => {
    // given
    const id = await aDraft();
    const visitor = await harness.visitor();
    await signIn(visitor, 'analyst', address(id));
    const { page } = visitor;
    await page.locator('.cm-content').waitFor();
    const theirs = readText(`processes/${TEMPLATE}`).replace('"version": 1', '"version": 7');
    expect((await save(id, theirs, 1, 'analyst.second')).status).to.equal(200);

    // when
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('  ');

    // then
    await page.getByRole('button', { name: 'متن من بماند' }).waitFor();
    await page.getByRole('region', { name: 'متن ذخیره‌شده' }).getByText('7').first().waitFor();
    await page.getByRole('button', { name: 'متن من بماند' }).click();
    await eventually(async () => (await saved(id)).endsWith('  ') || undefined);
    const { items } = (await call('GET', `/api/drafts/${id}/revisions`, undefined, { as: 'analyst' })).body;
    expect(items.map(({ savedBy }: { savedBy: string }) => savedBy)).to.include('analyst.second');
  });

  it('says clearly that a large file is not taken', async () => {
    // given
    const id = await aDraft();
    const visitor = await harness.visitor({ locale: 'en' });
    await signIn(visitor, 'analyst', address(id));

    // when
    await visitor.page.locator('input[type=file]').setInputFiles({
      name: 'big.bpmn',
      mimeType: 'application/xml',
      buffer: Buffer.from(`<a>${' '.repeat(10_000_000)}</a>`),
    });

    // then
    await visitor.page.getByText('The file has 10.01 million characters; the most is 1 million').waitFor();
  });

  it('is closed to caseworkers', async () => {
    // given
    const visitor = await harness.visitor({ locale: 'en' });

    // when
    await signIn(visitor, 'caseworker.rmto', '/modeler/');

    // then
    await visitor.page.locator('main').waitFor();
    expect(await visitor.page.getByRole('button', { name: 'New process' }).count()).to.equal(0);
    expect((await call('GET', `/api/forms/${FORM.slice(6, -5)}`)).status).to.equal(200);
  });
});
