import { defineRoute, type Route } from '#api/http/route.ts';
import type { Service } from '#common/contract/index.ts';
import type { CatalogueEntry, ServiceCatalogue } from './service-catalogue.ts';

const publicFacts = (entry: CatalogueEntry): Service => ({
  key: entry.key,
  group: entry.group,
  name: entry.name,
  description: entry.description,
  keywords: entry.keywords,
  intakeForm: entry.intakeForm,
  needsPlace: entry.needsPlace,
  confidential: entry.confidential,
  resolveWorkingDays: entry.resolveWorkingDays,
});

export const serviceRoutes = ({ catalogue }: { catalogue: ServiceCatalogue }): Route[] => [
  defineRoute('listServices', {
    permission: 'public',
    handle: async () => (await catalogue.list()).map(publicFacts),
  }),
];
