import { afterEach } from 'mocha';
import { keepFailure } from '../browser.ts';
import { type BrowserHarness, openBrowserHarness } from '../harness/browser-harness.ts';
import { useFixture } from './use-fixture.ts';

/** Opens the whole product and a browser for the tests of this suite. After each test, its visitors are
 *  closed; if it has failed, screenshots of them are kept. Usable in hooks and tests. */
export function useBrowserHarness(): BrowserHarness {
  const harness = useFixture(openBrowserHarness, (opened) => opened.close());
  afterEach(async function () {
    await keepFailure(this.currentTest, harness.visitors);
    await harness.closeVisitors();
  });
  return harness;
}
