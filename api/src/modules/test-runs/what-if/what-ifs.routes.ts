import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import {
  Closed,
  PastUse,
  PastUseQuery,
  StartWhatIf,
  WhatIf,
  WhatIfRows,
  WhatIfs,
  WhatIfSummary,
} from '#common/contract/index.ts';
import type { ReadPastUse } from './past-use.view.ts';
import type { WhatIfsService } from './what-ifs.service.ts';

const Id = Type.String({ format: 'uuid' });
const DraftId = Closed({ draftId: Id });
const WhatIfId = Closed({ id: Id });

type Deps = { whatIfs: WhatIfsService; pastUse: ReadPastUse };

export const whatIfsRoutes = ({ whatIfs, pastUse }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/drafts/:draftId/what-ifs',
    operationId: 'listWhatIfs',
    summary: 'The changed decisions of a draft, and the newest comparisons of them',
    permission: 'process:read',
    inTurn: 'checking',
    params: DraftId,
    response: WhatIfs,
    problems: ['draft-not-found', 'did-not-end'],
    handle: ({ params: { draftId } }) => whatIfs.list(draftId),
  }),

  defineRoute({
    method: 'post',
    path: '/drafts/:draftId/what-ifs',
    operationId: 'startWhatIf',
    summary: 'Compare what a changed decision would have done to past requests',
    permission: 'process:draft',
    inTurn: 'checking',
    params: DraftId,
    body: StartWhatIf,
    response: WhatIfSummary,
    status: 201,
    problems: ['draft-not-found', 'decision-not-comparable', 'too-many-what-ifs', 'did-not-end'],
    handle: ({ params: { draftId }, body, user, httpRequestId }) =>
      whatIfs.start(draftId, body, { by: user.username, httpRequestId }),
  }),

  defineRoute({
    method: 'get',
    path: '/drafts/:draftId/past-use',
    operationId: 'readPastUse',
    summary:
      'How many of the newest cases took what the changed diagrams of a draft remove or lead elsewhere',
    permission: 'process:read',
    inTurn: 'checking',
    params: DraftId,
    query: PastUseQuery,
    response: PastUse,
    problems: ['draft-not-found', 'did-not-end'],
    handle: ({ params: { draftId }, query: { last } }) => pastUse(draftId, last),
  }),

  defineRoute({
    method: 'get',
    path: '/what-ifs/:id',
    operationId: 'getWhatIf',
    summary: 'A comparison: how far it is, and what goes from where to where',
    permission: 'process:read',
    params: WhatIfId,
    response: WhatIf,
    problems: ['what-if-not-found', 'draft-not-found'],
    handle: ({ params: { id } }) => whatIfs.get(id),
  }),

  defineRoute({
    method: 'get',
    path: '/what-ifs/:id/rows',
    operationId: 'listWhatIfRows',
    summary: 'The requests that would have gone another way',
    permission: 'process:read',
    params: WhatIfId,
    query: Closed({
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: WhatIfRows,
    problems: ['what-if-not-found'],
    handle: ({ params: { id }, query: { after }, user }) => whatIfs.rows(id, after, user),
  }),

  defineRoute({
    method: 'post',
    path: '/what-ifs/:id/cancel',
    operationId: 'cancelWhatIf',
    summary: 'Stop a comparison; what it found stays',
    permission: 'process:draft',
    params: WhatIfId,
    status: 204,
    problems: ['what-if-not-found'],
    handle: async ({ params: { id } }) => void (await whatIfs.cancel(id)),
  }),
];
