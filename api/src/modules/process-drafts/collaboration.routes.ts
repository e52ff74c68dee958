import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import type { CommentsService } from './comments.service.ts';
import type { DraftsService } from './drafts.service.ts';
import { listRevisions, readRevision } from './drafts.view.ts';
import type { PresenceService } from './presence.service.ts';

type Deps = { db: Db; service: DraftsService; comments: CommentsService; presence: PresenceService };

export const collaborationRoutes = ({ db, service, comments, presence }: Deps) => [
  defineRoute('listDraftRevisions', {
    permission: 'process:read',
    handle: ({ params, query }) => listRevisions(db, params.id, query),
  }),

  defineRoute('readDraftRevision', {
    permission: 'process:read',
    handle: ({ params }) => readRevision(db, params.id, params.revisionId),
  }),

  defineRoute('restoreDraftRevision', {
    permission: 'process:draft',
    inTurn: 'reading',
    handle: ({ params: { id, revisionId }, body, user, httpRequestId }) =>
      service.restore(id, { revisionId, ...body }, { by: user.username, httpRequestId }),
  }),

  defineRoute('listDraftComments', {
    permission: 'process:read',
    handle: async ({ params }) => ({ items: await comments.list(params.id) }),
  }),

  defineRoute('writeDraftComment', {
    permission: 'process:draft',
    handle: ({ params, body, user, httpRequestId }) =>
      comments.write(params.id, body, { by: user.username, httpRequestId }),
  }),

  defineRoute('settleDraftComment', {
    permission: 'process:draft',
    handle: ({ params, body, user, httpRequestId }) =>
      comments.resolve(params.id, params.commentId, body.resolved, { by: user.username, httpRequestId }),
  }),

  defineRoute('showPresence', {
    permission: 'process:read',
    handle: ({ params: { id, clientId }, body, user }) =>
      presence.report(id, { clientId, username: user.username, name: user.name, ...body }),
  }),

  defineRoute('endPresence', {
    permission: 'process:read',
    handle: async ({ params: { id, clientId }, user }) => {
      await presence.leave(id, clientId, user.username);
      return undefined;
    },
  }),
];
