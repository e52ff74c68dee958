import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { loadForms } from '#api/modules/forms/index.ts';
import { createNotifier } from '#api/modules/notifications/index.ts';
import { requestsService, type Filing, type RequestsService } from '#api/modules/requests/index.ts';
import { loadRouting } from '#api/modules/routing/index.ts';
import { servicesModule } from '#api/modules/services/index.ts';
import { slaService } from '#api/modules/sla/index.ts';

const FORMS = await loadForms();
const ROUTING = await loadRouting();

/** The intake on a real database, without the HTTP edge and without an engine. */
export function aRequestsService(
  db: Db,
  { clock = { now: () => new Date() }, mail = false }: { clock?: Clock; mail?: boolean } = {},
): RequestsService {
  const { catalogue } = servicesModule({ db });
  const notifier = createNotifier({ clock, availableChannels: { mail } });
  const sla = slaService({ db });
  return requestsService({ db, clock, catalogue, forms: FORMS, sla, notifier, routing: ROUTING });
}

/** A filing that is accepted; what is not given is ordinary. */
export const aFiling = (given: Partial<Filing> = {}): Filing => ({
  service: 'road-safety-signs',
  text: 'در کیلومتر ۱۲ جاده قدیم چاله عمیقی هست.',
  applicant: { name: 'سارا احمدی', mobile: '09121234567' },
  place: { province: 'tehran' },
  answers: { road: 'جاده قدیم قم' },
  channel: 'web',
  by: null,
  ...given,
});

/** How many rows each table of the intake has: what a refused request must leave as it was. */
export async function countRows(db: Db): Promise<Record<string, number>> {
  const tables = [
    'people',
    'requests',
    'request_events',
    'interactions',
    'sla_clocks',
    'notifications',
    'outbox',
  ];
  const counts: Record<string, number> = {};
  for (const table of tables) counts[table] = Number((await db(table).count({ n: '*' }).first())?.n);
  return counts;
}
