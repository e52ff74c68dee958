import type { Page } from 'playwright-core';

/** Finds an element of the open diagram by id or name with the editor's search, and selects it. */
export async function selectInDiagram(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: 'جست‌وجو در نمودار' }).click();
  await page.keyboard.type(words);
  await page.locator('.djs-search-result').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.djs-element.selected').first().waitFor();
}
