import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { DepartmentHead, NameHead } from '#common/contract/index.ts';
import { type AuditedCall, auditEntryOf, type AuditLog } from '../audit/index.ts';
import type { DepartmentTree } from '../departments/index.ts';
import { UnknownDepartment } from '../staff/index.ts';
import { HeadNotNamed } from './escalation.errors.ts';
import { headsRepo } from './heads.repo.ts';

type Deps = { db: Db; clock: Clock; tree: () => Promise<DepartmentTree>; audit: AuditLog };

/** Names the heads of departments. This decides who hears of late requests, and at which address, so each
 *  change is in the audit log. */
export const headsService = ({ db, clock, tree, audit }: Deps) => ({
  list: (): Promise<DepartmentHead[]> => headsRepo(db).of(),

  /** @throws UnknownDepartment */
  async name(department: string, head: NameHead, call: AuditedCall): Promise<DepartmentHead> {
    if (!(await tree()).get(department)) throw new UnknownDepartment();
    const { username, name, email = null } = head;
    await db.transaction(async (tx) => {
      await headsRepo(tx).name(department, head, call.user.username, clock.now());
      await audit.within(tx).write(
        auditEntryOf(call, {
          action: 'department-head.named',
          object: { kind: 'department', id: department },
          details: { username, email },
        }),
      );
    });
    return { department, username, name, source: 'named' };
  },

  /** @throws HeadNotNamed */
  unname: (department: string, call: AuditedCall): Promise<void> =>
    db.transaction(async (tx) => {
      const username = await headsRepo(tx).unname(department);
      if (username === undefined) throw new HeadNotNamed();
      await audit.within(tx).write(
        auditEntryOf(call, {
          action: 'department-head.unnamed',
          object: { kind: 'department', id: department },
          details: { username },
        }),
      );
    }),
});

export type HeadsService = ReturnType<typeof headsService>;
