import type { AbsencePage, AbsenceView, EnterAbsence, ListAbsences } from '../../../contract/index.ts';
import { InvalidInput } from '../../http/http.errors.ts';
import type { Staff } from '../../http/route.ts';
import type { Clock } from '../../platform/clock.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { AbsenceNotFound, SubstituteNotEligible, UnknownPerson } from './absences.errors.ts';
import type { AbsencesRepo } from './absences.repo.ts';

type Deps = {
  repo: AbsencesRepo;
  clock: Clock;
  staff: Pick<StaffService, 'get' | 'whoWorksFor'>;
  visibility: Visibility;
};

/** Who is away. Supervisors enter it for the people of the departments they work for, administrators for everybody. */
export const absencesService = ({ repo, clock, staff, visibility }: Deps) => {
  const isAdmin = ({ roles }: Staff): boolean => roles.includes('admin');

  async function mayManage(username: string, by: Staff): Promise<boolean> {
    if (isAdmin(by) || username === by.username) return true;
    const [person, { reach }] = await Promise.all([staff.get(username), visibility.of(by)]);
    return person?.departments.some((slug) => reach.work.open.includes(slug)) ?? false;
  }

  /** Tells whether the substitute works for one of the departments, and on the confidential matters of each that has such. */
  async function canStandIn(substitute: string, departments: readonly string[]): Promise<boolean> {
    const worksFor = async (slug: string, confidential: boolean) =>
      (await staff.whoWorksFor(slug, { confidential })).some(({ username }) => username === substitute);
    const confidential = await repo.withConfidentialMatters(departments);
    const beside = await Promise.all(departments.map((slug) => worksFor(slug, false)));
    const inside = await Promise.all(confidential.map((slug) => worksFor(slug, true)));
    return beside.some(Boolean) && inside.every(Boolean);
  }

  return {
    async list({ after, limit }: ListAbsences, by: Staff): Promise<AbsencePage> {
      const { reach } = await visibility.of(by);
      const whose = isAdmin(by) ? undefined : { departments: reach.work.open, username: by.username };
      return repo.page(whose, { now: clock.now(), after, limit });
    },

    /** @throws UnknownPerson, SubstituteNotEligible, InvalidInput when it ends before it begins */
    async enter({ username, from, until, substitute }: EnterAbsence, by: Staff): Promise<AbsenceView> {
      if (!(await mayManage(username, by))) throw new UnknownPerson();
      const person = await staff.get(username);
      if (!person && !isAdmin(by)) throw new UnknownPerson();
      if (Date.parse(until) <= Date.parse(from))
        throw new InvalidInput(undefined, {
          errors: [{ path: '/until', rule: 'after', message: 'must be after from' }],
        });
      if (substitute === username) throw new SubstituteNotEligible();
      if (substitute !== undefined && !(await canStandIn(substitute, person?.departments ?? [])))
        throw new SubstituteNotEligible();
      return repo.add({
        username,
        from: new Date(from),
        until: new Date(until),
        substitute: substitute ?? null,
        enteredBy: by.username,
        enteredAt: clock.now(),
      });
    },

    /** @throws AbsenceNotFound */
    async remove(id: string, by: Staff): Promise<void> {
      const absence = await repo.get(id);
      if (!absence || !(await mayManage(absence.username, by))) throw new AbsenceNotFound();
      await repo.remove(id);
    },

    /** Of these people, those who are away at this moment, each with a substitute if there is one. */
    away: repo.away,
  };
};

export type AbsencesService = ReturnType<typeof absencesService>;
