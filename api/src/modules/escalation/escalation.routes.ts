import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import {
  Closed,
  DepartmentHead,
  ListStuckSteps,
  NameHead,
  Slug,
  StuckStepPage,
} from '#common/contract/index.ts';
import type { HeadsService } from './heads.service.ts';
import type { StuckSteps } from './stuck-steps.ts';

type Deps = { heads: HeadsService; stuck: StuckSteps };

const OfDepartment = Closed({ slug: Slug });

export const escalationRoutes = ({ heads, stuck }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/department-heads',
    operationId: 'listDepartmentHeads',
    summary: 'Who heads which department; where nobody is named, its supervisors who have signed in',
    permission: 'absence:manage',
    response: Closed({ items: Type.Array(DepartmentHead) }),
    problems: [],
    handle: async () => ({ items: await heads.list() }),
  }),

  defineRoute({
    method: 'put',
    path: '/department-heads/:slug',
    operationId: 'nameDepartmentHead',
    summary: 'Name the head of a department, who need not have signed in yet',
    permission: 'head:manage',
    params: OfDepartment,
    body: NameHead,
    response: DepartmentHead,
    problems: ['unknown-department'],
    handle: ({ params: { slug }, body, ...call }) => heads.name(slug, body, call),
  }),

  defineRoute({
    method: 'delete',
    path: '/department-heads/:slug',
    operationId: 'unnameDepartmentHead',
    summary: 'Name nobody; the supervisors who are members of the department stand in',
    permission: 'head:manage',
    params: OfDepartment,
    problems: ['head-not-named'],
    handle: async ({ params: { slug }, ...call }) => {
      await heads.unname(slug, call);
      return undefined;
    },
  }),

  defineRoute({
    method: 'get',
    path: '/sla-steps/stuck',
    operationId: 'listStuckSlaSteps',
    summary: 'Steps of the SLA clock that no process acknowledged, oldest first',
    permission: 'escalation:operate',
    readsPast:
      'a stuck step of a confidential request has to be found too; the list shows its code and no content',
    query: ListStuckSteps,
    response: StuckStepPage,
    problems: [],
    handle: ({ query }) => stuck.page(query),
  }),

  defineRoute({
    method: 'post',
    path: '/sla-steps/:id/send-again',
    operationId: 'sendSlaStepAgain',
    summary:
      'Tell the process of a stuck step once more; what it has brought about already does not happen again',
    permission: 'escalation:operate',
    params: Closed({ id: Type.String({ format: 'uuid' }) }),
    problems: ['step-not-stuck'],
    handle: async ({ params: { id }, ...call }) => {
      await stuck.resend(id, call);
      return undefined;
    },
  }),
];
