import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import { Closed, ListNotices, NoticePage, ReadNotices } from '#common/contract/index.ts';
import type { NoticesView } from './notices.view.ts';

export const noticesRoutes = ({ notices }: { notices: NoticesView }) => [
  defineRoute({
    method: 'get',
    path: '/notices',
    operationId: 'listNotices',
    summary: 'What the signed-in person was told, newest first, and how much of it is unread',
    permission: 'signed-in',
    readsPast:
      'a notice of a request shows to whom may see that, which the list asks by the rule; the viewer of the database reads no notices',
    query: ListNotices,
    response: NoticePage,
    problems: [],
    handle: ({ query, user }) => notices.page(query, user),
  }),

  defineRoute({
    method: 'post',
    path: '/notices/read',
    operationId: 'readNotices',
    summary: 'Mark own notices as read; without ids all of them',
    permission: 'signed-in',
    body: ReadNotices,
    response: Closed({ unread: Type.Integer() }),
    problems: [],
    handle: async ({ body: { ids }, user }) => ({ unread: await notices.markRead(user, ids) }),
  }),
];
