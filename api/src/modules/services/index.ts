import type { Route } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import { type ServiceCatalogue, serviceCatalogue } from './service-catalogue.ts';
import { serviceRoutes } from './services.routes.ts';

export { loadRouting, type Routing } from './load-routing.ts';
export type { ServiceCatalogue, CatalogueEntry } from './service-catalogue.ts';

export type ServicesModule = { routes: Route[]; catalogue: ServiceCatalogue };

export function servicesModule({ db }: { db: Db }): ServicesModule {
  const catalogue = serviceCatalogue({ db });
  return { routes: serviceRoutes({ catalogue }), catalogue };
}
