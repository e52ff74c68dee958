import { defineRoute } from '#api/http/route.ts';
import type { ReadPastUse } from './past-use.view.ts';
import type { WhatIfsService } from './what-ifs.service.ts';
import type { WhatIfsView } from './what-ifs.view.ts';

type Deps = { whatIfs: WhatIfsService & WhatIfsView; pastUse: ReadPastUse };

export const whatIfsRoutes = ({ whatIfs, pastUse }: Deps) => [
  defineRoute('listWhatIfs', {
    permission: 'process:read',
    inTurn: 'checking',
    handle: ({ params: { draftId } }) => whatIfs.list(draftId),
  }),

  defineRoute('startWhatIf', {
    permission: 'process:draft',
    inTurn: 'checking',
    handle: ({ params: { draftId }, body, user, httpRequestId }) =>
      whatIfs.start(draftId, body, { by: user.username, httpRequestId }),
  }),

  defineRoute('readPastUse', {
    permission: 'process:read',
    inTurn: 'checking',
    handle: ({ params: { draftId }, query: { last } }) => pastUse(draftId, last),
  }),

  defineRoute('getWhatIf', {
    permission: 'process:read',
    handle: ({ params: { id } }) => whatIfs.get(id),
  }),

  defineRoute('listWhatIfRows', {
    permission: 'process:read',
    handle: ({ params: { id }, query: { after }, user }) => whatIfs.rows(id, after, user),
  }),

  defineRoute('cancelWhatIf', {
    permission: 'process:draft',
    handle: async ({ params: { id } }) => void (await whatIfs.cancel(id)),
  }),
];
