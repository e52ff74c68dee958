import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { AbsencesService } from '../absences/index.ts';
import type { DepartmentTree } from '../departments/index.ts';
import type { CanSeeRequest } from '../notices/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { headsRepo } from './heads.repo.ts';
import {
  departmentsOfLevel,
  type EscalationLevel,
  type LevelContacts,
  resolveContacts,
  type StaffContact,
} from './reporting-line.ts';

type Deps = {
  clock: Clock;
  tree: () => Promise<DepartmentTree>;
  staff: Pick<StaffService, 'get' | 'membersOf'>;
  absences: Pick<AbsencesService, 'absentAmong'>;
  visibility: Visibility;
  canSeeRequest: CanSeeRequest;
};

/** `barred`: the unit that the request complains about, whose people it must not reach. */
export type EscalationSubject = { id: string; department: string; barred: string | null };

type OpenTask = { queue: string; assignee: string | null };

const WORKING_ROLES = ['caseworker', 'supervisor', 'agent'];

const toPerson = ({ username, name }: StaffContact): StaffContact => ({ username, name });

const distinct = (people: readonly StaffContact[]): StaffContact[] => [
  ...new Map(people.map((person) => [person.username, toPerson(person)])).values(),
];

/** Finds the people who are to hear of a request now: presence, task holders, conflicts and visibility are
 *  looked up at that moment. */
export const reportingLineService = ({ clock, tree, staff, absences, visibility, canSeeRequest }: Deps) => {
  const openTasks = (db: Db, requestId: string): Promise<OpenTask[]> =>
    db('tasks').select('queue', 'assignee').where({ request_id: requestId, state: 'created' });

  /** Returns those of the people who belong to the unit that a request complains about. For somebody who has
   *  never signed in only the department that the person heads is known. */
  async function barredAmong(
    people: readonly (StaffContact & { department?: string })[],
    unit: string | null,
  ): Promise<string[]> {
    if (unit === null) return [];
    const found = await Promise.all(
      people.map(async ({ username, name, department }) => {
        const known = await staff.get(username);
        const departments = [
          ...(known?.departments ?? []),
          ...(department === undefined ? [] : [department]),
        ];
        const { reach } = await visibility.of({ id: '', username, name, roles: [], departments });
        return reach.barredWith.includes(unit) ? username : [];
      }),
    );
    return found.flat();
  }

  /** Returns those of the people who may not hear of the request: they may not see it (with `handing`: not
   *  even once it is handed to their department), or they belong to the unit that it complains about. */
  async function unfit(
    db: Db,
    people: readonly (StaffContact & { department?: string })[],
    { id, barred }: EscalationSubject,
    { handing = false } = {},
  ): Promise<string[]> {
    const found = await Promise.all(
      people.map(async ({ username, department }) => {
        const handedTo = handing ? (department ?? null) : null;
        return (await canSeeRequest(db, { username, requestId: id, handedTo })) ? [] : username;
      }),
    );
    return [...found.flat(), ...(await barredAmong(people, barred))];
  }

  async function substitutes(
    db: Db,
    usernames: readonly string[],
  ): Promise<Map<string, StaffContact | null>> {
    const now = clock.now();
    const away = await absences.absentAmong(usernames, now);
    const named = [...away.values()].filter((one) => one !== null);
    const [names, alsoAway] = await Promise.all([
      headsRepo(db).namesOf(named),
      absences.absentAmong(named, now),
    ]);
    const person = (username: string | null): StaffContact | null =>
      username === null || alsoAway.has(username)
        ? null
        : { username, name: names.get(username) ?? username };
    return new Map([...away].map(([username, substitute]) => [username, person(substitute)]));
  }

  /** Returns the contacts of a level. With `handing` the request is about to be handed to the contact's
   *  department. */
  async function contactsOfLevel(
    db: Db,
    targetLevel: EscalationLevel,
    request: EscalationSubject,
    { handing = false } = {},
  ): Promise<LevelContacts> {
    const line = departmentsOfLevel(targetLevel, request.department, await tree());
    const [heads, tasks] = await Promise.all([headsRepo(db).of(line), openTasks(db, request.id)]);
    const away = await substitutes(
      db,
      heads.map(({ username }) => username),
    );
    const standIns = heads.flatMap(({ username, department }) => {
      const person = away.get(username);
      return person ? { ...person, department } : [];
    });
    return resolveContacts(line, (slug) => heads.filter((head) => head.department === slug).map(toPerson), {
      away,
      barred: new Set([
        ...tasks.flatMap(({ assignee }) => assignee ?? []),
        ...(await unfit(db, [...heads, ...standIns], request, { handing })),
      ]),
    });
  }

  /** Returns the people who work on a request: the holder of each open task (and the substitute of an absent
   *  one); for a task that nobody holds, everybody who works in its queue, or its head where nobody is known
   *  there. */
  async function taskHolders(db: Db, request: EscalationSubject): Promise<StaffContact[]> {
    const tasks = await openTasks(db, request.id);
    const held = tasks.flatMap(({ assignee }) => assignee ?? []);
    const free = new Set(tasks.filter(({ assignee }) => assignee === null).map(({ queue }) => queue));
    const [names, away] = await Promise.all([headsRepo(db).namesOf(held), substitutes(db, held)]);
    const people: StaffContact[] = [
      ...held.map((username) => ({ username, name: names.get(username) ?? username })),
      ...[...away.values()].filter((person) => person !== null),
    ];
    for (const queue of free) {
      const team = (await staff.membersOf(queue)).filter(({ roles }) =>
        roles.some((role) => WORKING_ROLES.includes(role)),
      );
      const heads =
        team.length > 0 ? [] : (await contactsOfLevel(db, 1, { ...request, department: queue })).people;
      people.push(...team, ...heads);
    }
    const some = distinct(people);
    const left = await unfit(db, some, request);
    return some.filter(({ username }) => !left.includes(username));
  }

  return { contactsOfLevel, taskHolders };
};

export type ReportingLineService = ReturnType<typeof reportingLineService>;
