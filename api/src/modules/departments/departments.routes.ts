import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import { Closed, Department, Province } from '#common/contract/index.ts';
import type { DepartmentTree } from './department-tree.ts';

type Deps = { tree: () => Promise<DepartmentTree>; provinces: () => Promise<Province[]> };

export const departmentsRoutes = ({ tree, provinces }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/departments',
    operationId: 'listDepartments',
    summary: 'The departments of the ministry; what is above stands first',
    permission: 'public',
    response: Closed({ items: Type.Array(Department) }),
    problems: [],
    handle: async () => ({ items: [...(await tree()).all] }),
  }),

  defineRoute({
    method: 'get',
    path: '/provinces',
    operationId: 'listProvinces',
    summary: 'The provinces',
    permission: 'public',
    response: Closed({ items: Type.Array(Province) }),
    problems: [],
    handle: async () => ({ items: await provinces() }),
  }),
];
