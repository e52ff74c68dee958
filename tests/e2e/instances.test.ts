import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { signIn } from '../support/browser.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { eventually } from '../support/wait.ts';

describe('operators', function () {
  this.timeout(180_000);

  const harness = useBrowserHarness();
  let key: string;

  before(async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const filed = await harness.file();
      ids.push(filed.id);
    }
    key = await eventually(async () => {
      const standing = await harness.database
        .db('process_instances as i')
        .join('element_instances as e', 'e.instance_key', 'i.instance_key')
        .whereIn('i.request_id', ids)
        .where({ 'e.state': 'active', 'e.type': 'USER_TASK' })
        .select('i.instance_key');
      return standing.length >= ids.length ? String(standing[0].instance_key) : undefined;
    });
  });

  it('find an instance, see where it stands, what it holds, and others with the same value', async () => {
    // given
    const visitor = await harness.visitor({ locale: 'en' });
    const { page } = visitor;
    await signIn(visitor, 'analyst', '/modeler/instances');
    await page.getByText('3 instances').waitFor();
    // when
    await page.getByLabel('Process', { exact: true }).selectOption('citizen-request');
    await page.locator(`a[href$="/instances/${key}"]`).click();
    // then
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('.djs-container .mark-current').first().waitFor();
    await page.getByRole('tab', { name: /Variables/ }).click();
    await page.getByRole('link', { name: 'Others with this value: service' }).click();
    await page.getByText('3 instances').waitFor();
    expect(new URL(page.url()).searchParams.get('variable')).to.equal('service');
  });

  it('see a whole process live and as a heat map, and where cases wait', async () => {
    // given
    const visitor = await harness.visitor();
    const { page } = visitor;
    await signIn(visitor, 'analyst', '/modeler/processes/citizen-request/live');
    await page.getByText('۳ نمونه در این نسخه در جریان است').waitFor();
    // when
    await page.getByLabel('نمایش', { exact: true }).selectOption('frequency');
    // then
    await page.locator('.djs-container .mark-heat-5').first().waitFor();
    // when
    await page.getByRole('link', { name: 'گلوگاه‌ها' }).click();
    // then
    await page.getByRole('columnheader', { name: 'منتظر اکنون' }).waitFor();
  });

  it('see of a confidential case that stands still only that, and help it on and nothing else', async () => {
    // given
    const { db } = harness.database;
    const { request_id: id } = await db('process_instances').where({ instance_key: key }).first();
    await db('requests').where({ id }).update({ confidential: true });
    const { element_id, element_key } = await db('element_instances')
      .where({ instance_key: key, state: 'active', type: 'USER_TASK' })
      .first();
    await db('incidents').insert({
      incident_key: Number(element_key) + 1_000,
      instance_key: key,
      element_id,
      element_key,
      error_type: 'EXTRACT_VALUE_ERROR',
      error_message: 'x',
      state: 'open',
      created_at: new Date(),
    });
    await db('process_instances').where({ instance_key: key }).update({ incident: true });
    const visitor = await harness.visitor();
    const { page } = visitor;

    // when
    await signIn(visitor, 'admin', `/modeler/instances/${key}`);
    await page.getByText('پروندهٔ محرمانه است').waitFor();

    // then
    const actions = page.getByRole('group', { name: 'کارهای ممکن با این نمونه' });
    await actions.getByRole('button').first().waitFor();
    expect(await actions.getByRole('button').allInnerTexts()).to.deep.equal([
      'تلاش دوباره',
      'رفع خطا بدون تلاش تازه',
    ]);
    expect(await actions.getByRole('link').count()).to.equal(0);
    await page.locator(`.djs-element[data-element-id="${element_id}"]`).click();
    const atTheStep = page.getByRole('group', { name: 'کارهای ممکن با این مرحله' }).getByRole('button');
    await atTheStep.first().waitFor();
    expect(await atTheStep.allInnerTexts()).to.deep.equal(['تلاش دوباره']);
  });

  it('are analysts or administrators', async () => {
    // given
    const visitor = await harness.visitor({ locale: 'en' });
    // when
    await signIn(visitor, 'caseworker.rmto', '/modeler/instances');
    // then
    await visitor.page.getByText('3 instances').waitFor({ state: 'detached' });
    expect(await visitor.page.getByLabel('Process', { exact: true }).count()).to.equal(0);
  });
});
