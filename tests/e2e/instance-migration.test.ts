import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { keepFailure, signIn } from '../support/browser.ts';
import { migrationsAt, type Migrations } from '../support/instance-migration.ts';
import { peopleAt } from '../support/people-at-work.ts';
import { openStage, type Stage } from '../support/stage.ts';

describe('migrating running cases in the room of processes', function () {
  this.timeout(240_000);

  let stage: Stage;
  let migrations: Migrations;
  let requests: FiledRequest[];
  let version: number;

  before(async () => {
    stage = await openStage();
    migrations = migrationsAt({ people: peopleAt(stage), database: stage.database });
    requests = await Promise.all([1, 2, 3].map(() => stage.file({ service: 'road-damage' })));
    await migrations.known(requests);
    version = await migrations.newVersion('road-defect', (xml) =>
      xml
        .replaceAll('"Task_WriteAnswer"', '"Task_AnswerCitizen"')
        .replaceAll('Task_WriteAnswer', 'Task_AnswerCitizen'),
    );
  });

  afterEach(async function () {
    await keepFailure(this.currentTest, stage.visitors);
    await stage.clear();
  });

  after(() => stage?.close());

  it('plans with a mapping, shows the dry run, asks for the number, and migrates', async () => {
    // given
    const visitor = await stage.visitor();
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
      expect((await migrations.live(request)).map((one) => one.version)).to.deep.equal([version]);
  });
});
