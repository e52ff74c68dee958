import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright, type Page } from 'playwright-core';
import { privateFolder } from '#stack/private-folder.ts';
import { environment } from './environment.ts';
import { sessionOf } from './sign-in/tokens.ts';

const FAILURES = fileURLToPath(new URL('../../.shahrah/failures/', import.meta.url));

/** Timeout long enough for a cold start on a busy machine; a passing test never waits that long. */
const PATIENCE_MS = 90_000;

export type Visitor = {
  context: BrowserContext;
  page: Page;
  url: string;
  /** Errors that no code of the page caught. */
  pageErrors: Error[];
};

export type Visit = {
  locale?: 'fa' | 'en';
  width?: number;
  height?: number;
  dark?: boolean;
};

/** Opens a real Chromium, one per test file. Call `close` in `after`. */
export async function openBrowser(): Promise<Browser> {
  chromium.setGraphicsMode = false;
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    headless: true,
  });
}

/** Opens a separate browser context for a user: nothing is shared with other visitors. */
export async function aVisitor(
  browser: Browser,
  url: string,
  { locale = 'fa', width = 1440, height = 900, dark = false }: Visit = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    locale: locale === 'fa' ? 'fa-IR' : 'en-GB',
    timezoneId: 'Asia/Tehran',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(
    `location.protocol === 'about:' ||
      localStorage.getItem('shahrah.locale') ||
      localStorage.setItem('shahrah.locale', '${locale}')`,
  );
  const pageErrors: Error[] = [];
  context.on('weberror', (webError) => pageErrors.push(webError.error()));
  const page = await context.newPage();
  return { context, page, url, pageErrors };
}

/** Cookies by which Keycloak recognizes a browser for the lifetime of a session. */
const SESSION_COOKIES = ['KEYCLOAK_IDENTITY', 'KEYCLOAK_SESSION'];

/** Opens the staff pages as a demo user with an existing Keycloak session and waits until they are loaded.
 *  (tests/e2e/sign-in.test.ts signs in on the page itself.) */
export async function signIn({ context, page }: Visitor, username: string, path = '/desk'): Promise<void> {
  const session = sessionOf(username);
  await session.token();
  const cookies = [...session.cookies()].filter(([name]) => SESSION_COOKIES.includes(name));
  await context.addCookies(
    cookies.map(([name, value]) => ({ name, value, url: `${environment.keycloakUrl}/realms/shahrah/` })),
  );
  await page.goto(path);
  await page.locator('nav').first().waitFor();
}

/** Saves a screenshot of every visitor's page when a test has failed. Call it in `afterEach`. */
export async function keepFailure(
  test: { state?: string | undefined; fullTitle(): string } | undefined,
  visitors: readonly Visitor[],
): Promise<void> {
  if (test?.state !== 'failed') return;
  privateFolder(FAILURES);
  const name = test.fullTitle().replace(/[^\p{L}\p{N}]+/gu, '-');
  for (const [index, { page }] of visitors.entries())
    await page.screenshot({ path: join(FAILURES, `${name}-${index}.png`), fullPage: true });
}
