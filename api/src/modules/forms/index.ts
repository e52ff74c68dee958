import { setTimeout as pause } from 'node:timers/promises';
import { backOff } from '#api/platform/back-off.ts';
import type { Db } from '#api/platform/db.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import type { Log } from '#api/platform/log.ts';
import { deployedForms } from './deployed-forms.repo.ts';
import { formsRoutes } from './forms.routes.ts';
import { loadForms } from './forms.store.ts';

export { deployedForms } from './deployed-forms.repo.ts';
export { FORMS_FOLDER } from './forms-folder.ts';
export { loadForms, type Forms } from './forms.store.ts';

const MIN_RETRY_DELAY_MS = 200;
const MAX_RETRY_DELAY_MS = 10_000;
const MAX_ATTEMPTS = 20;

/** Forms that people fill in: those of the product and those deployed since; it keeps loading what any node
 *  deploys.
 *  @throws when the database cannot be reached, or a form cannot be read */
export async function formsModule({ db, hub, log }: { db: Db; hub: Pick<EventHub, 'subscribe'>; log: Log }) {
  const follow = async (): Promise<void> => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      try {
        return await (await opening).refresh();
      } catch (error) {
        log.warn({ reason: (error as Error).message }, 'the deployed forms cannot be read, trying again');
        await pause(backOff(MIN_RETRY_DELAY_MS, attempt, MAX_RETRY_DELAY_MS), undefined, { ref: false });
      }
    }
    log.error('the deployed forms cannot be read; this node may show old ones until it starts again');
  };
  hub.subscribe('deployedFiles', () => void follow());
  const opening = loadForms({ deployed: () => deployedForms(db) });
  const forms = await opening;
  return { forms, routes: formsRoutes({ forms }) };
}
