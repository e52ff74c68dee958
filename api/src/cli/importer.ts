import { deployedForms, loadForms } from '../modules/forms/index.ts';
import { importsService, type ImportsView, importsView } from '../modules/imports/index.ts';
import { createNotifier } from '../modules/notifications/index.ts';
import { requestsService } from '../modules/requests/index.ts';
import { loadRouting } from '../modules/services/index.ts';
import { servicesModule } from '../modules/services/index.ts';
import { slaService } from '../modules/sla/index.ts';
import { systemClock as clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';

export type Importer = { imports: ReturnType<typeof importsService>; view: ImportsView };

/** Creates the importer for a database, with the same intake as every channel. */
export async function importerOf(db: Db): Promise<Importer> {
  const { catalogue } = servicesModule({ db });
  const requests = requestsService({
    db,
    clock,
    catalogue,
    forms: await loadForms({ deployed: () => deployedForms(db) }),
    sla: slaService({ db }),
    notifier: createNotifier({ clock, availableChannels: { mail: false } }),
    routing: await loadRouting(),
  });
  return { imports: importsService({ db, clock, requests }), view: importsView(db) };
}
