import { defineRoute } from '#api/http/route.ts';
import type { Province } from '#common/contract/index.ts';
import type { DepartmentTree } from './department-tree.ts';

type Deps = { tree: () => Promise<DepartmentTree>; provinces: () => Promise<Province[]> };

export const departmentsRoutes = ({ tree, provinces }: Deps) => [
  defineRoute('listDepartments', {
    permission: 'public',
    handle: async () => ({ items: [...(await tree()).all] }),
  }),

  defineRoute('listProvinces', {
    permission: 'public',
    handle: async () => ({ items: await provinces() }),
  }),
];
