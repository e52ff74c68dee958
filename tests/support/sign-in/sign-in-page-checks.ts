import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { environment } from '../environment.ts';

/** Collects visible text and text for screen readers. Skips the language switch, which is in the other
 *  language, and words that are the same in every language. */
const VISIBLE_TEXT = `(() => {
  const same = [...document.querySelectorAll('nav a, #kc-totp-supported-apps, #kc-recovery-codes-list')];
  return [
    document.title,
    ...[...document.body.querySelectorAll('[aria-label]:not(select)')].map((node) => node.getAttribute('aria-label')),
    same.reduce(
      (text, node) => text.replace(node.innerText, ''),
      [...document.body.children].map((node) => node.innerText).join(' '),
    ),
  ].join(' ');
})()`;

const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Returns the text of the page. */
export const visibleTextOf = (page: Page): Promise<string> => page.evaluate<string>(VISIBLE_TEXT);

/** Returns by how many pixels the page is wider than the screen. */
export const overflowOf = (page: Page): Promise<number> => page.evaluate<number>(OVERFLOW);

/** Returns the accessibility violations of the page. */
export async function accessibilityViolationsOf(page: Page): Promise<string[]> {
  await page.evaluate('document.fonts.ready');
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes: [first] }) =>
    [page.url().split('?')[0], id, first?.html.slice(0, 160), first?.any[0]?.message].join(': '),
  );
}

/** Returns the URL to which the account console redirects users for an account action. */
export function addressOf(action: string, url: string, locale: 'fa' | 'en' = 'fa'): string {
  const query = new URLSearchParams({
    client_id: 'shahrah-ui',
    redirect_uri: `${url}/desk`,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    kc_action: action,
    ui_locales: locale,
  });
  return `${environment.keycloakUrl}/realms/shahrah/protocol/openid-connect/auth?${query}`;
}

/** Letters that must not occur on a page in each language. */
export const FOREIGN = { fa: /[A-Za-z]{2,}/, en: /[\u0600-\u06FF]/ } as const;
