import { NotAllowed, VersionConflict } from '#api/platform/common.errors.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Task } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { TaskFacts, ViewerAccess, Visibility } from '../visibility/index.ts';
import { AnotherOfficerRequired, ConflictOfInterest, TaskNotFound } from './tasks.errors.ts';
import type { tasksView, TaskWithContext } from './tasks.view.ts';

type Deps = {
  view: ReturnType<typeof tasksView>;
  visibility: Visibility;
  confidentialServices: () => Promise<ReadonlySet<string>>;
  audit: AuditLog;
};

export type AccessibleTask = TaskWithContext & { facts: TaskFacts; can: ViewerAccess['can'] };

/** Finds a task for a person. A task that a person may not see does not exist for that person. Every access
 *  to a task of a confidential service is audited, whatever it is for. */
export const taskAccess = ({ view, visibility, confidentialServices, audit }: Deps) => {
  async function readable(taskKey: string, user: Staff): Promise<AccessibleTask> {
    const [row, { can }, confidential] = await Promise.all([
      view.one(taskKey, user.username),
      visibility.of(user),
      confidentialServices(),
    ]);
    if (!row) throw new TaskNotFound();
    const { queue, assignee, handedTo } = row.task;
    const isConfidential = confidential.has(row.service ?? '');
    const facts = { queue, assignee, confidential: isConfidential, barred: row.barred, handedTo };
    if (!can({ action: 'task:read', task: facts })) throw new TaskNotFound();
    if (isConfidential)
      await audit.write({
        actor: user.username,
        action: 'confidential-task.opened',
        object: { kind: 'task', id: taskKey },
        details: { requestId: row.task.request?.id ?? null },
        result: 'done',
      });
    return { ...row, facts, can };
  }

  return {
    readable,

    /** @throws TaskNotFound when it is already done, NotAllowed when it may be seen but not worked on */
    async workable(taskKey: string, user: Staff): Promise<AccessibleTask> {
      const found = await readable(taskKey, user);
      if (found.task.state !== 'created') throw new TaskNotFound();
      if (!found.can({ action: 'task:work', task: found.facts })) throw new NotAllowed();
      return found;
    },
  };
};

export type TaskAccess = ReturnType<typeof taskAccess>;

/** @throws VersionConflict with the current version */
export function assertVersion({ version }: Task, expected: number): void {
  if (version !== expected) throw new VersionConflict(undefined, { version });
}

/** @throws AnotherOfficerRequired, ConflictOfInterest when somebody else must take the task */
export function assertNotBarred({ barred }: Task): void {
  if (barred === 'own-draft') throw new ConflictOfInterest();
  if (barred !== null) throw new AnotherOfficerRequired();
}
