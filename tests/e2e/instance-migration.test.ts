import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { signIn } from '../support/browser.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { type MigrationClient, migrationClient } from '../support/instance-migration.ts';
import { peopleClient } from '../support/people/people-client.ts';

describe('migrating running cases in the room of processes', function () {
  this.timeout(240_000);

  const harness = useBrowserHarness();
  let migrations: MigrationClient;
  let requests: FiledRequest[];
  let version: number;

  before(async () => {
    migrations = migrationClient({ people: peopleClient(harness), database: harness.database });
    requests = await Promise.all([1, 2, 3].map(() => harness.file({ service: 'road-damage' })));
    await migrations.waitUntilProjected(requests);
    version = await migrations.deployNewVersion('road-defect', (xml) =>
      xml
        .replaceAll('"Task_WriteAnswer"', '"Task_AnswerCitizen"')
        .replaceAll('Task_WriteAnswer', 'Task_AnswerCitizen'),
    );
  });

  it('plans with a mapping, shows the dry run, asks for the number, and migrates', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await signIn(visitor, 'admin', '/modeler/instance-migrations');
    await page.getByRole('link', { name: 'برنامه انتقال تازه' }).click();

    // when
    await page.getByLabel('فرایند', { exact: true }).click();
    await page.getByRole('option', { name: 'رسیدگی به خرابی راه' }).click();
    await page.getByText('بی‌مقصد').waitFor();
    await page.getByLabel('مرحله در مقصد').click();
    await page.getByRole('option').last().click();
    await page.getByRole('button', { name: 'اجرای آزمایشی' }).click();
    await page.getByRole('heading', { name: 'نتیجه اجرای آزمایشی' }).waitFor();
    const start = page.getByRole('button', { name: 'آغاز انتقال' });
    await page.getByLabel('چرا منتقل می‌شوند').fill('مرحله پاسخ نام تازه‌ای دارد');
    await page.getByLabel('شمار پرونده‌ها').fill('۲');
    const early = await start.isEnabled();
    await page.getByLabel('شمار پرونده‌ها').fill('۳');
    await start.click();

    // then
    await page.getByText('پایان‌یافته').waitFor({ timeout: 90_000 });
    await page.getByText('۳ از ۳ پرونده').waitFor();
    expect(early).to.equal(false);
    for (const request of requests)
      expect((await migrations.liveInstances(request)).map((one) => one.version)).to.deep.equal([version]);
  });
});
