import { defineRoute } from '#api/http/route.ts';
import type { NoticesView } from './notices.view.ts';

export const noticesRoutes = ({ notices }: { notices: NoticesView }) => [
  defineRoute('listNotices', {
    permission: 'signed-in',
    readsPast:
      'a notice of a request shows to whom may see that, which the list asks by the rule; the viewer of the database reads no notices',
    handle: ({ query, user }) => notices.page(query, user),
  }),

  defineRoute('readNotices', {
    permission: 'signed-in',
    handle: async ({ body: { ids }, user }) => ({ unread: await notices.markRead(user, ids) }),
  }),
];
