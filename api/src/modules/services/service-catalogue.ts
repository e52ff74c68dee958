import { cached } from '#api/platform/cached.ts';
import type { Db } from '#api/platform/db.ts';
import type { Service } from '#common/contract/index.ts';

/** Every node sees a change of the catalogue within this time. */
const CATALOGUE_CACHE_MS = 15_000;

/** Entry of the service catalogue, with the fields that intake needs and the public does not see. */
export type CatalogueEntry = Service & {
  processKey: string;
  department: string;
  acknowledgeWorkingHours: number;
  keywords: string[];
};

export type ServiceCatalogue = {
  /** Returns the services that are offered now, in their order. */
  list(): Promise<readonly CatalogueEntry[]>;
  find(key: string): Promise<CatalogueEntry | undefined>;
};

/** Service catalogue, cached in memory because intake reads it for every request. */
export function serviceCatalogue({ db }: { db: Db }): ServiceCatalogue {
  const all = cached(() => readServices(db), { forMs: CATALOGUE_CACHE_MS });
  return {
    list: async () => (await all()).list,
    find: async (key) => (await all()).byKey.get(key),
  };
}

async function readServices(db: Db) {
  const rows = await db('services').where({ active: true }).orderBy('position');
  const list = rows.map((row): CatalogueEntry => ({
    key: row.key,
    group: row.service_group,
    name: { fa: row.name_fa, en: row.name_en },
    description: { fa: row.description_fa, en: row.description_en },
    intakeForm: row.intake_form,
    needsPlace: row.needs_place,
    confidential: row.confidential,
    resolveWorkingDays: row.resolve_working_days,
    processKey: row.process_key,
    department: row.department,
    acknowledgeWorkingHours: row.acknowledge_working_hours,
    keywords: row.keywords,
  }));
  return { list, byKey: new Map(list.map((service) => [service.key, service])) };
}
