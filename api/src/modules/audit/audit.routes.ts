import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import { auditChain, listAudit } from './audit.view.ts';

type Deps = { db: Db; check: (asked: { by: string; httpRequestId: string }) => Promise<undefined> };

export const auditRoutes = ({ db, check }: Deps) => [
  defineRoute('listAudit', {
    permission: 'audit:read',
    handle: ({ query }) => listAudit(db, query),
  }),
  defineRoute('readAuditChain', {
    permission: 'audit:read',
    handle: () => auditChain(db),
  }),
  defineRoute('checkAudit', {
    permission: 'audit:read',
    handle: ({ user, httpRequestId }) => check({ by: user.username, httpRequestId }),
  }),
];
