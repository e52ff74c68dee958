import { Type } from '@sinclair/typebox';
import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import { Service } from '#common/contract/index.ts';
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

export const serviceRoutes = ({ catalogue }: { catalogue: ServiceCatalogue }): AnyRoute[] => [
  defineRoute({
    method: 'get',
    path: '/services',
    operationId: 'listServices',
    summary: 'The services that can be asked for, in their order',
    permission: 'public',
    response: Type.Array(Service),
    problems: [],
    handle: async () => (await catalogue.list()).map(publicFacts),
  }),
];
