import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import type { FiledRequest } from '#common/contract/index.ts';
import { createCaller } from '../support/api-caller.ts';
import { signIn } from '../support/browser.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { type MigrationClient, migrationClient } from '../support/instance-migration.ts';
import { peopleClient } from '../support/people/people-client.ts';
import { selectInDiagram } from '../support/select-in-diagram.ts';
import { eventually } from '../support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const CASES = 10;
const NAME = 'نگاه دوم';
const DIAGRAM = 'road-defect.bpmn';

/** The whole way of a change in the browser, as the people of the ministry go it, one after the other. */
describe('a step that an analyst adds, from the diagram to the desk', function () {
  this.timeout(240_000);
  const harness = useBrowserHarness();
  let migrations: MigrationClient;
  let requests: FiledRequest[];
  let draft: string;
  /** The version of the process before the change. */
  let running: number;

  before(async () => {
    await harness.waitUntilDeployed();
    migrations = migrationClient({ people: peopleClient(harness), database: harness.database });
    requests = await Promise.all(
      Array.from({ length: CASES }, () => harness.file({ service: 'road-damage' })),
    );
    await migrations.waitUntilProjected(requests);
    running = await newestVersion();
  });

  const newestVersion = async (): Promise<number> => {
    const versions = harness.database.db('process_definitions').where({ process_key: 'road-defect' });
    return Number((await versions.max('version as newest').first())?.newest);
  };
  async function at(username: string, path: string): Promise<Page> {
    const visitor = await harness.visitor();
    await signIn(visitor, username, path);
    return visitor.page;
  }
  const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();
  const saved = (page: Page) => page.locator('[data-status="saved"]').waitFor();

  const group = (page: Page, name: string) =>
    page.locator('.bio-properties-panel-group-header', { hasText: name }).first().click();

  it('is drawn into the diagram, and stopped by the rules while its form is missing', async () => {
    // given
    const page = await at('analyst', '/modeler/');
    await page.getByLabel('جستجوی فرایند').fill('خرابی راه');
    await page.getByRole('button', { name: 'پیش‌نویس تازه' }).first().click();
    await page.getByLabel('چه چیزی را تغییر می‌دهید؟').fill(NAME);
    await page.getByRole('button', { name: 'شروع' }).click();
    await page.getByRole('heading', { name: NAME }).waitFor();
    draft = new URL(page.url()).pathname.split('/')[3] ?? '';

    // when
    await selectInDiagram(page, 'Task_CheckDanger');
    await page.keyboard.press('n');
    await page.locator('.djs-popup [data-id="create-user-task"]').click();
    const flow = await page
      .locator('.djs-connection[data-element-id="Flow_Checked"] .djs-visual')
      .boundingBox();
    if (!flow) throw new Error('the flow is not in view');
    const [x, y] = [flow.x + flow.width / 2, flow.y + flow.height / 2];
    await page.mouse.move(x - 5, y);
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.click(x, y);
    await page.keyboard.insertText(NAME);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'پیاده‌سازی' }).click();
    await page.getByLabel('نام انگلیسی').fill('Second look');
    await page.getByLabel('نام انگلیسی').press('Tab');
    await saved(page);

    // then
    await tab(page, 'بررسی');
    await page.getByText(/«نگاه دوم».*فرم ندارد/).waitFor();
    await page.getByText('مانع نصب ·').first().waitFor();
    expect(draft).to.match(/^[0-9a-f-]{36}$/);
  });

  it('gets a form, people and readable names, and passes', async () => {
    // given
    const page = await at('analyst', `/modeler/drafts/${draft}/edit?file=${DIAGRAM}`);
    await page.getByRole('button', { name: 'افزودن', exact: true }).click();
    await page.getByRole('menuitem', { name: 'فرم تازه' }).click();
    await page.getByLabel('شناسه').fill('second-look');
    await page.getByRole('button', { name: 'بساز' }).click();
    await page.getByLabel('عنوان فرم (فارسی)').fill('ارزیابی همکار');
    await page.getByLabel('عنوان فرم (انگلیسی)').fill('A colleague');
    await page.getByText('ارزیابی همکار').first().waitFor();
    await saved(page);

    // when
    await page.getByRole('button', { name: DIAGRAM }).first().click();
    await page.getByRole('button', { name: 'پیاده‌سازی' }).click();
    await page.locator('.djs-container').waitFor();
    await selectInDiagram(page, NAME);
    await group(page, 'فرم و زمان');
    await page.getByLabel('فرم', { exact: true }).selectOption('road-defect/second-look');
    await group(page, 'چه کسی');
    await page.getByLabel('واحد انجام‌دهنده').selectOption('=[department]');
    await page.getByRole('button', { name: /مشکل/ }).first().click();
    const rename = page.getByRole('button', { name: /شناسه شود/ });
    for (let left = await rename.count(); left > 0; left -= 1) {
      await rename.first().click();
      await eventually(async () => (await rename.count()) < left);
    }
    await page.getByRole('button', { name: 'بستن فهرست' }).click();
    await saved(page);

    // then
    await tab(page, 'بررسی');
    await page.getByText('همان بررسی که هنگام نصب می‌شود').waitFor();
    await eventually(async () => {
      await page.getByRole('button', { name: 'بررسی دوباره' }).click();
      await page.getByText('مانع نصب نیست ·').first().waitFor();
      return (await page.getByText('مانع نصب ·').count()) === 0;
    });
  });

  it('is tried on the way of a test run, and told as a change before it is handed in', async () => {
    // given
    const page = await at('analyst', `/modeler/drafts/${draft}/try?file=${DIAGRAM}`);

    // when
    await page.getByRole('button', { name: 'آغاز و رفتن تا پایان' }).click();
    await page.getByText('تا پایان رفت').first().waitFor();
    await tab(page, 'تغییرها');
    const change = page.getByText(/نگاه دوم/).first();
    await change.waitFor();
    await tab(page, 'بررسی و نصب');
    await page.getByLabel('شرح تغییر به فارسی').fill('پس از بررسی خطر، همکار دیگری هم نگاه می‌کند.');
    await page.getByLabel('شرح تغییر به انگلیسی').fill('A second look after the check.');
    await page.getByRole('button', { name: 'ارسال برای بررسی' }).click();

    // then
    await page.getByText('در انتظار بررسی').first().waitFor();
    await page.getByText('نویسنده یا فرستنده پیش‌نویس آن را بررسی نمی‌کند').waitFor();
    expect(await page.getByRole('button', { name: 'تأیید', exact: true }).count()).to.equal(0);
  });

  it('is approved by a second person, who cannot deploy it, and deployed by an administrator', async () => {
    // given
    const reviewer = await at('analyst.second', `/modeler/drafts/${draft}/release?file=${DIAGRAM}`);

    // when
    await reviewer.getByRole('button', { name: 'تأیید', exact: true }).click();
    await reviewer.getByText('تأیید شد').first().waitFor();
    const offered = await reviewer.getByRole('button', { name: 'نصب کن' }).count();
    const asked = await createCaller(harness.url)(
      'POST',
      '/api/process-definitions',
      { draftId: draft, files: [] },
      { as: 'analyst.second' },
    );
    const admin = await at('admin', `/modeler/drafts/${draft}/release?file=${DIAGRAM}`);
    await admin.getByRole('button', { name: 'نصب کن' }).click();

    // then
    await admin.getByText('نصب شد').first().waitFor();
    expect(offered).to.equal(0);
    expect(asked.status).to.equal(403);
  });

  it('reaches the ten running cases, after a dry run and the number typed by hand', async () => {
    // given
    const version = await eventually(async () => {
      const newest = await newestVersion();
      return newest > running ? newest : undefined;
    });
    const page = await at('admin', '/modeler/instance-migrations');

    // when
    await page.getByRole('link', { name: 'برنامه انتقال تازه' }).click();
    await page.getByLabel('فرایند', { exact: true }).click();
    await page.getByRole('option', { name: 'رسیدگی به خرابی راه' }).click();
    await page.getByRole('button', { name: 'اجرای آزمایشی' }).click();
    await page.getByRole('heading', { name: 'نتیجه اجرای آزمایشی' }).waitFor();
    await page.getByLabel('چرا منتقل می‌شوند').fill('نگاه دوم برای پرونده‌های جاری نیز لازم است');
    await page.getByLabel('شمار پرونده‌ها').fill('۱۰');
    await page.getByRole('button', { name: 'آغاز انتقال' }).click();

    // then
    await page.getByText('۱۰ از ۱۰ پرونده').waitFor();
    for (const request of requests)
      expect((await migrations.liveInstances(request)).map((one) => one.version)).to.deep.equal([version]);
  });

  it('is found by a caseworker at the desk, with its form', async () => {
    // given
    const [request] = requests as [FiledRequest];
    const people = peopleClient(harness);
    const openTask = (elementId: string) =>
      eventually(async () => {
        const row = await harness.database
          .db('tasks as t')
          .join('requests as r', 'r.id', 't.request_id')
          .where({ 'r.tracking_code': request.trackingCode, 't.state': 'created', 't.element_id': elementId })
          .first<{ task_key: string } | undefined>('t.task_key');
        return row && String(row.task_key);
      });
    expect(
      await people.claimAndComplete(await openTask('Task_CheckDanger'), { decision: 'inspect' }, TEHRAN),
    ).to.equal(true);
    const row = await eventually(async () => {
      const open = await harness.database
        .db('tasks')
        .where({ state: 'created', form_key: 'road-defect/second-look' })
        .first();
      return open && (open as { task_key: string; element_id: string });
    });
    const page = await at(TEHRAN, '/desk');

    // when
    await page.locator(`[data-row="${row.task_key}"]`).click();
    await page.getByText(NAME, { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'برداشتن کار' }).click();
    await page.getByRole('textbox', { name: 'شرح' }).fill('با ارزیابی همکار موافقم.');
    await page.getByRole('button', { name: 'ثبت و انجام کار' }).click();
    await page.getByRole('alert').getByText('کار انجام شد').waitFor();

    // then
    await openTask('Task_InspectDefect');
    expect(row.element_id).to.match(/^Task_/);
  });
});
