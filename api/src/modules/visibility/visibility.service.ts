import { PERMISSIONS } from '#api/platform/permissions.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Viewer } from '#api/platform/viewer.ts';
import type { DepartmentTree } from '../departments/index.ts';
import { type Condition, type ConditionColumns, matches, type Sql, toSql } from './condition.ts';
import { reachOf, type ViewerReach } from './reach.ts';
import {
  type RequestFacts,
  requestReadCondition,
  type TaskFacts,
  taskReadCondition,
  taskWorkCondition,
} from './visibility-rules.ts';

export type AccessSubject =
  | { action: 'task:read' | 'task:work' | 'task:assign'; task: TaskFacts }
  | { action: 'request:read'; request: RequestFacts };

/** Access of a viewer, computed once and then asked as often as needed. */
export type ViewerAccess = {
  readonly viewer: Staff;
  readonly reach: ViewerReach;
  /** The same rule for the database's row-level policies. */
  readonly databaseViewer: Viewer;
  /** Tells whether both the roles and the visibility rule allow this. */
  can(subject: AccessSubject): boolean;
  /** The same rule as a condition over `requests` (or the given alias), for lists: `query.whereRaw(sql,
   *  bindings)`. */
  requestsSql(alias?: string): Sql;
  /** The same rule over `tasks`. */
  tasksSql(alias?: string): Sql;
};

export type Visibility = { of(viewer: Staff): Promise<ViewerAccess> };

type Deps = { tree: () => Promise<DepartmentTree>; confidentialServices: () => Promise<ReadonlySet<string>> };

const NEVER: Condition = { any: [] };

export const visibilityService = ({ tree, confidentialServices }: Deps): Visibility => ({
  async of(viewer) {
    const reach = reachOf(viewer, await tree());
    const services = [...(await confidentialServices())];
    const ifMay = (
      action: AccessSubject['action'],
      condition: (reach: ViewerReach) => Condition,
    ): Condition => (hasPermission(viewer, action) ? condition(reach) : NEVER);
    return {
      viewer,
      reach,
      databaseViewer: rowsOf(viewer, reach),
      can: (subject) =>
        hasPermission(viewer, subject.action) && matches(conditionFor(subject, reach), factsOf(subject)),
      requestsSql: (alias = 'requests') =>
        toSql(ifMay('request:read', requestReadCondition), requestColumns(alias, services)),
      tasksSql: (alias = 'tasks') =>
        toSql(ifMay('task:read', taskReadCondition), taskColumns(alias, services)),
    };
  },
});

const hasPermission = ({ roles }: Staff, action: keyof typeof PERMISSIONS): boolean =>
  roles.some((role) => (PERMISSIONS[action] as readonly string[]).includes(role));

const rowsOf = (viewer: Staff, { username, see, work, barredWith }: ViewerReach): Viewer => ({
  username: [username],
  permissions: Object.keys(PERMISSIONS).filter((permission) =>
    hasPermission(viewer, permission as keyof typeof PERMISSIONS),
  ),
  barredWith,
  seeOpen: see.open,
  seeConfidential: see.confidential,
  workOpen: work.open,
  workConfidential: work.confidential,
});

function conditionFor({ action }: AccessSubject, reach: ViewerReach) {
  if (action === 'request:read') return requestReadCondition(reach);
  return action === 'task:read' ? taskReadCondition(reach) : taskWorkCondition(reach);
}

const factsOf = (subject: AccessSubject) => ('task' in subject ? subject.task : subject.request);

const field = (sql: string): Sql => ({ sql, bindings: [] });

const taskColumns = (alias: string, confidentialServices: string[]): ConditionColumns => ({
  fields: {
    queue: field(`${alias}.queue`),
    assignee: field(`${alias}.assignee`),
    barred: field(`${alias}.barred_department`),
    handedTo: field(`${alias}.handed_to`),
    confidential: { sql: `(coalesce(${alias}.service, '') = any(?))`, bindings: [confidentialServices] },
  },
});

const requestColumns = (alias: string, confidentialServices: string[]): ConditionColumns => ({
  fields: {
    department: field(`${alias}.department`),
    confidential: field(`${alias}.confidential`),
    barred: field(`${alias}.barred_department`),
  },
  related: {
    openTasks: {
      from: `select 1 from tasks open_task where open_task.request_id = ${alias}.id and open_task.state = 'created'`,
      columns: taskColumns('open_task', confidentialServices),
    },
  },
});
