import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import {
  Closed,
  DraftComment,
  DraftComments,
  DraftPresence,
  DraftRevisionContent,
  DraftRevisionPage,
  ProcessFileName,
  ResolveComment,
  SavedDraftFile,
  ShowPresence,
  WriteComment,
} from '#common/contract/index.ts';
import type { CommentsService } from './comments.service.ts';
import type { DraftsService } from './drafts.service.ts';
import { listRevisions, readRevision } from './drafts.view.ts';
import type { PresenceService } from './presence.service.ts';

type Deps = { db: Db; service: DraftsService; comments: CommentsService; presence: PresenceService };

const Id = Type.String({ format: 'uuid' });
const OneDraft = Closed({ id: Id });
const OneRevision = Closed({ id: Id, revisionId: Id });

export const collaborationRoutes = ({ db, service, comments, presence }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/drafts/:id/revisions',
    operationId: 'listDraftRevisions',
    summary: 'The states that the files of a draft were in, newest first',
    permission: 'process:read',
    params: OneDraft,
    query: Closed({
      file: Type.Optional(ProcessFileName),
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: DraftRevisionPage,
    problems: ['draft-not-found'],
    handle: ({ params, query }) => listRevisions(db, params.id, query),
  }),

  defineRoute({
    method: 'get',
    path: '/drafts/:id/revisions/:revisionId',
    operationId: 'readDraftRevision',
    summary: 'A file as it was',
    permission: 'process:read',
    params: OneRevision,
    response: DraftRevisionContent,
    problems: ['draft-file-not-found'],
    handle: ({ params }) => readRevision(db, params.id, params.revisionId),
  }),

  defineRoute({
    method: 'post',
    path: '/drafts/:id/revisions/:revisionId/restore',
    operationId: 'restoreDraftRevision',
    summary: 'Bring an earlier state of a file back, as its newest',
    permission: 'process:draft',
    inTurn: 'reading',
    params: OneRevision,
    body: Closed({ expectedVersion: Type.Integer({ minimum: 0 }) }),
    response: SavedDraftFile,
    problems: [
      'draft-not-found',
      'draft-file-not-found',
      'draft-not-open',
      'changed-meanwhile',
      'draft-full',
      'too-much-saved',
    ],
    handle: ({ params: { id, revisionId }, body, user, httpRequestId }) =>
      service.restore(id, { revisionId, ...body }, { by: user.username, httpRequestId }),
  }),

  defineRoute({
    method: 'get',
    path: '/drafts/:id/comments',
    operationId: 'listDraftComments',
    summary: 'What people say to each other about a draft, oldest first',
    permission: 'process:read',
    params: OneDraft,
    response: DraftComments,
    problems: ['draft-not-found'],
    handle: async ({ params }) => ({ items: await comments.list(params.id) }),
  }),

  defineRoute({
    method: 'post',
    path: '/drafts/:id/comments',
    operationId: 'writeDraftComment',
    summary: 'Say something about a file of a draft, or about an element in it',
    permission: 'process:draft',
    params: OneDraft,
    body: WriteComment,
    response: DraftComment,
    status: 201,
    problems: ['draft-not-found', 'comment-not-found'],
    handle: ({ params, body, user, httpRequestId }) =>
      comments.write(params.id, body, { by: user.username, httpRequestId }),
  }),

  defineRoute({
    method: 'patch',
    path: '/drafts/:id/comments/:commentId',
    operationId: 'settleDraftComment',
    summary: 'Mark a comment as settled, or take that back',
    permission: 'process:draft',
    params: Closed({ id: Id, commentId: Id }),
    body: ResolveComment,
    response: DraftComment,
    problems: ['comment-not-found'],
    handle: ({ params, body, user, httpRequestId }) =>
      comments.resolve(params.id, params.commentId, body.resolved, { by: user.username, httpRequestId }),
  }),

  defineRoute({
    method: 'put',
    path: '/drafts/:id/presence/:clientId',
    operationId: 'showPresence',
    summary: 'Say that a window has the draft open, and hear who else is there and what was saved',
    description: 'Say it every ten seconds; who was silent for thirty has gone.',
    permission: 'process:read',
    params: Closed({ id: Id, clientId: Id }),
    body: ShowPresence,
    response: DraftPresence,
    problems: ['draft-not-found'],
    handle: ({ params: { id, clientId }, body, user }) =>
      presence.report(id, { clientId, username: user.username, name: user.name, ...body }),
  }),

  defineRoute({
    method: 'delete',
    path: '/drafts/:id/presence/:clientId',
    operationId: 'endPresence',
    summary: 'Say that a window was closed',
    permission: 'process:read',
    params: Closed({ id: Id, clientId: Id }),
    problems: [],
    handle: async ({ params: { id, clientId }, user }) => {
      await presence.leave(id, clientId, user.username);
      return undefined;
    },
  }),
];
