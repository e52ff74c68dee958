import { defineRoute } from '#api/http/route.ts';
import type { HeadsService } from './heads.service.ts';
import type { StuckSteps } from './stuck-steps.ts';

type Deps = { heads: HeadsService; stuck: StuckSteps };

export const escalationRoutes = ({ heads, stuck }: Deps) => [
  defineRoute('listDepartmentHeads', {
    permission: 'absence:manage',
    handle: async () => ({ items: await heads.list() }),
  }),

  defineRoute('nameDepartmentHead', {
    permission: 'head:manage',
    handle: ({ params: { slug }, body, ...call }) => heads.name(slug, body, call),
  }),

  defineRoute('unnameDepartmentHead', {
    permission: 'head:manage',
    handle: async ({ params: { slug }, ...call }) => {
      await heads.unname(slug, call);
      return undefined;
    },
  }),

  defineRoute('listStuckSlaSteps', {
    permission: 'escalation:operate',
    readsPast:
      'a stuck step of a confidential request has to be found too; the list shows its code and no content',
    handle: ({ query }) => stuck.page(query),
  }),

  defineRoute('sendSlaStepAgain', {
    permission: 'escalation:operate',
    handle: async ({ params: { id }, ...call }) => {
      await stuck.resend(id, call);
      return undefined;
    },
  }),
];
