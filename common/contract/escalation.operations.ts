import { Type } from '@sinclair/typebox';
import { Closed, Slug } from './common.ts';
import { DepartmentHead, ListStuckSteps, NameHead, StuckStepPage } from './escalation.ts';
import { EXAMPLE_ID, operation } from './operation.ts';

const OfDepartment = Closed({ slug: Slug });

export const escalationOperations = {
  listDepartmentHeads: operation({
    summary: 'Who heads which department; where nobody is named, its supervisors who have signed in',
    response: Closed({ items: Type.Array(DepartmentHead) }),
    problems: [],
  }),

  nameDepartmentHead: operation({
    summary: 'Name the head of a department, who need not have signed in yet',
    params: OfDepartment,
    body: NameHead,
    response: DepartmentHead,
    problems: ['unknown-department'],
    example: {
      params: { slug: 'rmto' },
      body: { username: 'head.rmto', name: 'Head', email: 'head@example.org' },
    },
  }),

  unnameDepartmentHead: operation({
    summary: 'Name nobody; the supervisors who are members of the department stand in',
    params: OfDepartment,
    problems: ['head-not-named'],
    example: { params: { slug: 'rmto' } },
  }),

  listStuckSlaSteps: operation({
    summary: 'Steps of the SLA clock that no process acknowledged, oldest first',
    query: ListStuckSteps,
    response: StuckStepPage,
    problems: [],
  }),

  sendSlaStepAgain: operation({
    summary:
      'Tell the process of a stuck step once more; what it has brought about already does not happen again',
    params: Closed({ id: Type.String({ format: 'uuid' }) }),
    problems: ['step-not-stuck'],
    example: { params: { id: EXAMPLE_ID } },
  }),
};
