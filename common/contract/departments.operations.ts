import { Type } from '@sinclair/typebox';
import { Closed } from './common.ts';
import { operation } from './operation.ts';
import { Department, Province } from './reference.ts';

export const departmentsOperations = {
  listDepartments: operation({
    summary: 'The departments of the ministry; what is above stands first',
    response: Closed({ items: Type.Array(Department) }),
    problems: [],
  }),

  listProvinces: operation({
    summary: 'The provinces',
    response: Closed({ items: Type.Array(Province) }),
    problems: [],
  }),
};
