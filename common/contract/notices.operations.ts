import { Type } from '@sinclair/typebox';
import { Closed } from './common.ts';
import { ListNotices, NoticePage, ReadNotices } from './notices.ts';
import { EXAMPLE_ID, operation } from './operation.ts';

export const noticesOperations = {
  listNotices: operation({
    summary: 'What the signed-in person was told, newest first, and how much of it is unread',
    query: ListNotices,
    response: NoticePage,
    problems: [],
  }),

  readNotices: operation({
    summary: 'Mark own notices as read; without ids all of them',
    body: ReadNotices,
    response: Closed({ unread: Type.Integer() }),
    problems: [],
    example: { body: { ids: [EXAMPLE_ID] } },
  }),
};
