import type { Clock } from '#api/platform/clock.ts';
import { InvalidInput } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { AbsencePage, AbsenceView, EnterAbsence, ListAbsences } from '#common/contract/index.ts';
import { type AuditedCall, type AuditEntry, auditEntryOf, type AuditLog } from '../audit/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { AbsenceNotFound, SubstituteNotEligible, UnknownStaffMember } from './absences.errors.ts';
import { type AbsencesRepo, absencesRepo } from './absences.repo.ts';

type Deps = {
  repo: AbsencesRepo;
  db: Db;
  clock: Clock;
  staff: Pick<StaffService, 'get' | 'eligibleFor'>;
  visibility: Visibility;
  audit: AuditLog;
};

type Call = AuditedCall & { user: Staff };

/** Absences of staff. Supervisors enter them for the people of the departments they work for, administrators
 *  for everybody. Each absence is in the audit log, because it decides who hears of requests. */
export const absencesService = ({ repo, db, clock, staff, visibility, audit }: Deps) => {
  const isAdmin = ({ roles }: Staff): boolean => roles.includes('admin');

  async function canManage(username: string, by: Staff): Promise<boolean> {
    if (isAdmin(by) || username === by.username) return true;
    const [person, { reach }] = await Promise.all([staff.get(username), visibility.of(by)]);
    return person?.departments.some((slug) => reach.work.open.includes(slug)) ?? false;
  }

  /** Tells whether the substitute works for one of the departments, and on the confidential matters of each
   *  that has any. */
  async function canSubstitute(substitute: string, departments: readonly string[]): Promise<boolean> {
    const worksFor = async (slug: string, confidential: boolean) =>
      (await staff.eligibleFor(slug, { confidential })).some(({ username }) => username === substitute);
    const confidential = await repo.withConfidentialMatters(departments);
    const beside = await Promise.all(departments.map((slug) => worksFor(slug, false)));
    const inside = await Promise.all(confidential.map((slug) => worksFor(slug, true)));
    return beside.some(Boolean) && inside.every(Boolean);
  }

  const entryOf = (
    action: AuditEntry['action'],
    call: Call,
    { id, username, from, until, substitute }: AbsenceView,
  ): AuditEntry =>
    auditEntryOf(call, {
      action,
      object: { kind: 'absence', id },
      details: { username, from, until, substitute },
    });

  return {
    async list({ after, limit }: ListAbsences, by: Staff): Promise<AbsencePage> {
      const { reach } = await visibility.of(by);
      const whose = isAdmin(by) ? undefined : { departments: reach.work.open, username: by.username };
      return repo.page(whose, { now: clock.now(), after, limit });
    },

    /** @throws UnknownStaffMember, SubstituteNotEligible, InvalidInput when it ends before it begins */
    async enter({ username, from, until, substitute }: EnterAbsence, call: Call): Promise<AbsenceView> {
      const by = call.user;
      if (!(await canManage(username, by))) throw new UnknownStaffMember();
      const person = await staff.get(username);
      if (!person && !isAdmin(by)) throw new UnknownStaffMember();
      if (Date.parse(until) <= Date.parse(from))
        throw new InvalidInput(undefined, {
          errors: [{ path: '/until', rule: 'after', message: 'must be after from' }],
        });
      if (substitute === username) throw new SubstituteNotEligible();
      if (substitute !== undefined && !(await canSubstitute(substitute, person?.departments ?? [])))
        throw new SubstituteNotEligible();
      return db.transaction(async (tx) => {
        const absence = await absencesRepo(tx).add({
          username,
          from: new Date(from),
          until: new Date(until),
          substitute: substitute ?? null,
          enteredBy: by.username,
          enteredAt: clock.now(),
        });
        await audit.within(tx).write(entryOf('absence.entered', call, absence));
        return absence;
      });
    },

    /** @throws AbsenceNotFound */
    async remove(id: string, call: Call): Promise<void> {
      const absence = await repo.get(id);
      if (!absence || !(await canManage(absence.username, call.user))) throw new AbsenceNotFound();
      await db.transaction(async (tx) => {
        if (!(await absencesRepo(tx).remove(id))) throw new AbsenceNotFound();
        await audit.within(tx).write(entryOf('absence.removed', call, absence));
      });
    },

    /** Returns those of these people who are away at this moment, each with a substitute if there is one. */
    absentAmong: repo.absentAmong,
  };
};

export type AbsencesService = ReturnType<typeof absencesService>;
