import type { AnyRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import { serviceCatalogue, type Catalogue } from './catalogue.ts';
import { serviceRoutes } from './services.routes.ts';

export type { Catalogue, CatalogueEntry } from './catalogue.ts';

export type ServicesModule = { routes: AnyRoute[]; catalogue: Catalogue };

/** The service catalogue. */
export function servicesModule({ db }: { db: Db }): ServicesModule {
  const catalogue = serviceCatalogue({ db });
  return { routes: serviceRoutes({ catalogue }), catalogue };
}
