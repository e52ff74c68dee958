import { expect } from 'chai';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { departmentsModule, type DepartmentTree } from '#api/modules/departments/index.ts';
import { type Visibility, visibilityModule } from '#api/modules/visibility/index.ts';
import { type Db, openDb } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import { asViewer } from '#api/platform/viewer.ts';
import { type Role, ROLES } from '#common/contract/index.ts';
import { type ARequest, aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

/** Few enough that people, requests and tasks meet, on all levels of the tree. */
const DEPARTMENTS = [
  'ministry',
  'rmto',
  'rmto-tehran',
  'rmto-qom',
  'railways',
  'staff-conduct',
  'contact-centre',
];
const USERNAMES = ['sara', 'ali'];
const SERVICES = ['road-damage', 'staff-complaint'];

const person: fc.Arbitrary<Staff> = fc.record({
  id: fc.constant('id'),
  username: fc.constantFrom(...USERNAMES),
  name: fc.constant('name'),
  roles: fc.uniqueArray(fc.constantFrom<Role>(...ROLES), { maxLength: 3 }),
  departments: fc.uniqueArray(fc.constantFrom(...DEPARTMENTS, 'closed-long-ago'), { maxLength: 2 }),
});

type TaskRow = {
  task_key: string;
  queue: string;
  assignee: string | null;
  service: string | null;
  state: string;
  barred_department: string | null;
  handed_to: string[];
};

const barredOf = (request: ARequest): string | null =>
  (request as ARequest & { barred_department: string | null }).barred_department;

/** The rule as a person would tell it, department by department: slow and plain, for comparison. */
function tells(viewer: Staff, tree: DepartmentTree) {
  const has = (...roles: Role[]) => roles.some((role) => viewer.roles.includes(role));
  const member = (department: string) => viewer.departments.includes(department);
  const above = (department: string) =>
    viewer.departments.some((own) => tree.subtree(own).includes(department));
  const handles = has('caseworker', 'supervisor', 'agent');

  /** A complaint about a unit is kept from its people and those of the units below; about the ministry, from
   *  its own people. */
  const barred = (unit: string | null): boolean =>
    unit !== null &&
    viewer.departments.some(
      (own) => own === unit || (unit !== 'ministry' && tree.subtree(unit).includes(own)),
    );

  const handedTo = ({ handed_to }: TaskRow) => handles && handed_to.some(member);
  const worksOn = (task: TaskRow): boolean => {
    const { queue, assignee, service, barred_department: unit } = task;
    if (barred(unit)) return false;
    if (assignee === viewer.username) return true;
    if ((handles && member(queue)) || handedTo(task)) return true;
    return has('supervisor') && above(queue) && service !== 'staff-complaint';
  };
  const sees = (department: string, confidential: boolean): boolean => {
    if (handles && member(department)) return true;
    if (confidential) return false;
    return has('admin') || ((handles || has('manager')) && above(department));
  };
  return {
    task: (task: TaskRow) =>
      !barred(task.barred_department) &&
      (sees(task.queue, task.service === 'staff-complaint') ||
        task.assignee === viewer.username ||
        handedTo(task)),
    request: (request: ARequest, tasks: readonly TaskRow[]) =>
      !barred(barredOf(request)) &&
      (sees(request.department, request.confidential === true) ||
        tasks.some((task) => task.state === 'created' && worksOn(task))),
    maySee: has('caseworker', 'supervisor', 'agent', 'manager', 'admin'),
    mayWork: handles,
    worksOn,
  };
}

describe('the visibility rule', () => {
  const database = useDatabase();
  let db: Db;
  let pool: Db;
  let visibility: Visibility;
  let tree: DepartmentTree;
  let requests: ARequest[];
  let tasks: TaskRow[];

  before(async () => {
    db = database.db;
    pool = openDb(database.apiUrl, { max: 2 });
    const departments = departmentsModule({ db });
    tree = await departments.tree();
    ({ visibility } = visibilityModule({ db, tree: departments.tree }));
    const made = fc.sample(
      fc.record({
        department: fc.constantFrom(...DEPARTMENTS),
        service: fc.constantFrom(...SERVICES),
        barred_department: fc.constantFrom(null, null, null, ...DEPARTMENTS),
        tasks: fc.array(
          fc.record({
            queue: fc.constantFrom(...DEPARTMENTS),
            assignee: fc.option(fc.constantFrom(...USERNAMES, 'somebody')),
            state: fc.constantFrom('created', 'created', 'completed'),
            handed: fc.subarray(['rmto', 'ministry']),
          }),
          { maxLength: 2 },
        ),
      }),
      { numRuns: 150, seed: 7 },
    );
    requests = [];
    for (const { tasks: ofIt, ...given } of made) {
      const request = await aRequest(db, { ...given, confidential: given.service === 'staff-complaint' });
      requests.push(request);
      for (const { handed, ...task } of ofIt)
        await aTask(db, {
          request,
          barred_department: given.barred_department,
          ...task,
          candidate_groups: [task.queue, ...handed],
        });
    }
    for (const queue of DEPARTMENTS) await aTask(db, { queue });
    tasks = await db('tasks').select(
      ...[
        'task_key',
        'queue',
        'assignee',
        'service',
        'state',
        'request_id',
        'barred_department',
        'handed_to',
      ],
    );
  });

  after(() => pool?.destroy());

  const tasksOf = (id: string) =>
    (tasks as (TaskRow & { request_id: string | null })[]).filter((t) => t.request_id === id);
  const facts = (task: TaskRow) => ({
    queue: task.queue,
    assignee: task.assignee,
    barred: task.barred_department,
    handedTo: task.handed_to,
    confidential: task.service === 'staff-complaint',
  });

  it('gives the same requests as SQL, as a check, as rows of the database, and as it is told', async () => {
    await fc.assert(
      fc.asyncProperty(person, async (viewer) => {
        // given
        const view = await visibility.of(viewer);
        const told = tells(viewer, tree);

        // when
        const { sql, bindings } = view.requestsSql();
        const listed: string[] = await db('requests').whereRaw(sql, bindings).pluck('id');
        const guarded: string[] = await asViewer(view.databaseViewer, async () =>
          pool('requests').pluck('id'),
        );
        const checked = requests.filter((request) =>
          view.can({
            action: 'request:read',
            request: {
              department: request.department,
              confidential: request.confidential === true,
              barred: barredOf(request),
              openTasks: tasksOf(request.id)
                .filter(({ state }) => state === 'created')
                .map(facts),
            },
          }),
        );

        // then
        const expected = requests.filter(
          (request) => told.maySee && told.request(request, tasksOf(request.id)),
        );
        expect(listed).to.have.members(expected.map(({ id }) => id));
        expect(guarded).to.have.members(expected.map(({ id }) => id));
        expect(checked.map(({ id }) => id)).to.have.members(expected.map(({ id }) => id));
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same tasks as SQL, as a check, as rows of the database, and as it is told', async () => {
    await fc.assert(
      fc.asyncProperty(person, async (viewer) => {
        // given
        const view = await visibility.of(viewer);
        const told = tells(viewer, tree);

        // when
        const { sql, bindings } = view.tasksSql();
        const listed: string[] = await db('tasks').whereRaw(sql, bindings).pluck('task_key');
        const guarded: string[] = await asViewer(view.databaseViewer, async () =>
          pool('tasks').pluck('task_key'),
        );
        const checked = tasks.filter((task) => view.can({ action: 'task:read', task: facts(task) }));
        const workable = tasks.filter((task) => view.can({ action: 'task:work', task: facts(task) }));

        // then
        const expected = tasks
          .filter((task) => told.maySee && told.task(task))
          .map(({ task_key }) => task_key);
        expect(listed).to.have.members(expected);
        expect(guarded).to.have.members(expected);
        expect(checked.map(({ task_key }) => task_key)).to.have.members(expected);
        expect(workable.map(({ task_key }) => task_key)).to.have.members(
          told.mayWork ? tasks.filter((task) => told.worksOn(task)).map(({ task_key }) => task_key) : [],
        );
      }),
      { numRuns: 150 },
    );
  });

  it('gives nothing to who has no role', async () => {
    // given
    const nobody: Staff = { id: 'x', username: 'nobody', name: 'x', roles: [], departments: ['ministry'] };

    // when
    const { sql, bindings } = (await visibility.of(nobody)).requestsSql();

    // then
    expect(await db('requests').whereRaw(sql, bindings)).to.be.empty;
  });
});
