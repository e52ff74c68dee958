import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import { AuditChain, AuditPage, ListAudit } from '#common/contract/index.ts';
import { auditChain, listAudit } from './audit.view.ts';

type Deps = { db: Db; check: (asked: { by: string; httpRequestId: string }) => Promise<undefined> };

export const auditRoutes = ({ db, check }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/audit',
    operationId: 'listAudit',
    summary: 'Who did what, when and why, newest first',
    permission: 'audit:read',
    query: ListAudit,
    response: AuditPage,
    problems: ['invalid-input'],
    handle: ({ query }) => listAudit(db, query),
  }),
  defineRoute({
    method: 'get',
    path: '/audit/chain',
    operationId: 'readAuditChain',
    summary: 'The end of the chain, and whether all of it held when it was last read again',
    permission: 'audit:read',
    response: AuditChain,
    problems: [],
    handle: () => auditChain(db),
  }),
  defineRoute({
    method: 'post',
    path: '/audit/checks',
    operationId: 'checkAudit',
    summary: 'Read the whole chain again in the background; the chain tells the result',
    permission: 'audit:read',
    status: 202,
    problems: [],
    handle: ({ user, httpRequestId }) => check({ by: user.username, httpRequestId }),
  }),
];
