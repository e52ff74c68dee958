import { Type } from '@sinclair/typebox';
import { Closed, Slug } from './common.ts';
import { operation } from './operation.ts';
import { Me, StaffMember } from './reference.ts';

export const staffOperations = {
  getMe: operation({
    summary: 'The signed-in person: roles, departments and what they allow',
    response: Me,
    problems: [],
  }),

  listDepartmentStaff: operation({
    summary:
      'Whom the tasks of a department can be given to: everybody who may work on them and has signed in before',
    params: Closed({ slug: Slug }),
    response: Closed({ items: Type.Array(StaffMember) }),
    problems: ['unknown-department', 'not-allowed'],
    example: { params: { slug: 'rmto' } },
  }),
};
