import type { Browser } from 'playwright-core';
import { signedLinks } from '#api/modules/tracking/index.ts';
import type { FiledRequest, FileRequest } from '#common/contract/index.ts';
import { aVisitor, openBrowser, type Visit, type Visitor } from '../browser.ts';
import type { TestDatabase } from '../database.ts';
import { engineClock } from '../engine/clock.ts';
import { environment } from '../environment.ts';
import { eventually } from '../wait.ts';
import { startApiWithStaff } from './start-api-with-staff.ts';

export type BrowserHarness = {
  url: string;
  browser: Browser;
  database: TestDatabase;
  /** All visitors since the last `closeVisitors`. */
  visitors: Visitor[];
  visitor(visit?: Visit): Promise<Visitor>;
  /** Files a request like the public form and returns the result. */
  file(given?: Partial<FileRequest>): Promise<FiledRequest>;
  /** Returns the link that a message to the citizen contains. */
  linkTo(requestId: string): string;
  /** Waits until the engine has the product's processes deployed. */
  waitUntilDeployed(): Promise<unknown>;
  /** Closes all visitors. Call it in `afterEach`.
   *  @throws the first error that no code of their pages caught */
  closeVisitors(): Promise<void>;
  close(): Promise<void>;
};

const SIGNING_SECRET = 'signs-the-links-of-one-stage-and-nothing-else';

export const MOBILE = '09123456789';
export const SECOND_FACTOR = '6789';

/** Opens the whole product with its pages, and a browser; `useBrowserHarness` closes it too. */
export async function openBrowserHarness(): Promise<BrowserHarness> {
  const { database, api } = await startApiWithStaff({
    port: environment.apiPort,
    config: { SIGNING_SECRET },
  });
  const browser = await openBrowser().catch(async (error: unknown) => {
    await api.close();
    await database.drop();
    throw error;
  });
  const visitors: Visitor[] = [];
  return {
    url: api.url,
    browser,
    database,
    visitors,
    async visitor(visit) {
      const visitor = await aVisitor(browser, api.url, visit);
      visitors.push(visitor);
      return visitor;
    },
    async file(given = {}) {
      const request: FileRequest = {
        service: 'road-safety-signs',
        text: 'در کیلومتر ۴۵ آزادراه چاله بزرگی هست.',
        applicant: { name: 'سارا احمدی', mobile: MOBILE },
        place: { province: 'tehran' },
        answers: { road: 'آزادراه تهران – قم' },
        locale: 'fa',
        ...given,
      };
      const response = await fetch(`${api.url}/api/requests`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      if (response.status !== 201)
        throw new Error(`filing answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as FiledRequest;
    },
    linkTo: (requestId) =>
      signedLinks({ secret: SIGNING_SECRET, publicUrl: api.url, clock: engineClock }).linkTo(requestId),
    waitUntilDeployed: () =>
      eventually(() => database.db('process_deployments').where({ result: 'deployed' }).first()),
    async closeVisitors() {
      const leaving = visitors.splice(0);
      await Promise.all(leaving.map(({ context }) => context.close()));
      const [pageError] = leaving.flatMap(({ pageErrors }) => pageErrors);
      if (pageError) throw pageError;
    },
    async close() {
      await browser.close();
      await api.close();
      await database.drop();
    },
  };
}
