import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { signIn } from '../support/browser.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';

/** A record as the exporter posts it, of an incident that belongs to no instance. */
const UNREADABLE = [
  { index: { _index: 'slow-record_incident_8.5.8_2026-11-24', _id: '1-7' } },
  {
    position: 7,
    key: 7,
    partitionId: 1,
    valueType: 'INCIDENT',
    intent: 'CREATED',
    recordType: 'EVENT',
    timestamp: Date.parse('2026-11-24T06:00:00Z'),
    value: { processInstanceKey: 'no key' },
  },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

describe('the page of the engine', function () {
  this.timeout(180_000);
  const harness = useBrowserHarness();

  before(() => harness.waitUntilDeployed());

  it('shows an administrator how the engine fares, and reads a quarantined record again', async () => {
    // given
    await harness.database.db('engine_quarantine').insert({
      exporter: 'slow',
      partition: 1,
      position: 7,
      value_type: 'incident',
      intent: 'CREATED',
      record: UNREADABLE,
      error: 'it has no key',
    });
    const visitor = await harness.visitor({ width: 360, height: 740 });
    const { page } = visitor;
    await signIn(visitor, 'admin', '/modeler/engine');
    await page.getByText('موتور پاسخ می‌دهد.').waitFor();
    await page.getByText('it has no key').waitFor();

    // when
    await page.getByRole('button', { name: 'گزینش همهٔ نشان‌داده‌ها' }).click();
    await page.getByLabel('دلیل').fill('پس از اصلاح دوباره خوانده شود');
    await page.getByRole('button', { name: 'خواندن دوباره (۱)' }).click();

    // then
    await page.getByText('۰ رویداد خوانده شد؛ ۱ رویداد باز هم خوانده نشد.').waitFor();
    const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
    expect(wide).to.equal(false);
  });

  it('is not there for analysts', async () => {
    // given
    const visitor = await harness.visitor({ locale: 'en' });
    // when
    await signIn(visitor, 'analyst', '/modeler/engine');
    // then
    await visitor.page.getByRole('main').waitFor();
    expect(await visitor.page.getByRole('link', { name: 'Engine', exact: true }).count()).to.equal(0);
    expect(await visitor.page.getByText('At a glance').count()).to.equal(0);
  });
});
