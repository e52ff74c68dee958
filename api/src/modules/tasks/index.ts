import type { EngineCommands } from '#api/engine/engine-port.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import type { JobHandler, Schedule } from '#api/platform/jobs.ts';
import type { AuditLog } from '../audit/index.ts';
import type { DepartmentTree } from '../departments/index.ts';
import type { Forms } from '../forms/index.ts';
import type { OutcomeCheck, RequestHistory } from '../requests/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { completionService } from './completion.service.ts';
import { submissionsRepo } from './submissions.repo.ts';
import { submittedForms } from './submitted-forms.ts';
import { taskAccess } from './task-access.ts';
import { taskRules } from './task-rules.ts';
import { tasksRoutes } from './tasks.routes.ts';
import { tasksService } from './tasks.service.ts';
import { tasksView } from './tasks.view.ts';

export { submittedForms, type SubmittedForm, type SubmittedForms } from './submitted-forms.ts';

export const SETTLE_SUBMISSIONS = 'tasks.settle-submissions';

type Deps = {
  db: Db;
  clock: Clock;
  engine: Pick<EngineCommands, 'assignTask' | 'unassignTask' | 'completeTask'>;
  hub: Pick<EventHub, 'waitUntil'>;
  forms: Forms;
  tree: () => Promise<DepartmentTree>;
  staff: Pick<StaffService, 'get'>;
  visibility: Visibility;
  confidentialServices: () => Promise<ReadonlySet<string>>;
  history: RequestHistory;
  outcomeCheck: OutcomeCheck;
  audit: AuditLog;
};

/** Tasks module: the work that waits for people. */
export function tasksModule(deps: Deps) {
  const view = tasksView(deps.db);
  const access = taskAccess({ ...deps, view });
  const rules = taskRules({ forms: deps.forms, sent: submittedForms(deps.db) });
  const tasks = tasksService({ ...deps, view, access, rules });
  const completion = completionService({
    ...deps,
    view,
    access,
    rules,
    submissions: submissionsRepo(deps.db),
    isBeingMigrated: async (taskKey) =>
      (await deps
        .db('held_instances as held')
        .join('tasks', 'tasks.instance_key', 'held.instance_key')
        .where('tasks.task_key', taskKey)
        .first('held.instance_key')) !== undefined,
  });
  return {
    routes: tasksRoutes({ tasks, completion }),
    jobs: {
      handlers: { [SETTLE_SUBMISSIONS]: completion.settleAbandoned } satisfies Record<string, JobHandler>,
      schedules: [{ job: SETTLE_SUBMISSIONS, match: '* * * * *' }] satisfies Schedule[],
    },
  };
}
