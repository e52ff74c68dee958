import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { PERMISSIONS } from '#api/platform/permissions.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type {
  DraftRelease,
  DraftTrial,
  FileChanges,
  Release,
  ReviewDraft,
  SubmitDraft,
} from '#common/contract/index.ts';
import type { AuditEntry, AuditLog, Refusal } from '../audit/index.ts';
import { DeploymentRefused, type ProcessDefinitionsService } from '../process-definitions/index.ts';
import type { DraftChange, Drafts } from '../process-drafts/index.ts';
import { mayDeploy, mayReview } from './four-eyes.ts';
import { differingFiles, expectSeen, expectState, expectUpToDate, outdatedFiles } from './release-guards.ts';
import { ApprovalLapsed, EmptyRelease, FourEyesRequired, ReasonRequired } from './releases.errors.ts';
import { releasesRepo } from './releases.repo.ts';

export type ReleaseDeps = {
  db: Db;
  clock: Clock;
  audit: AuditLog;
  refuse: (refusal: Refusal) => Promise<void>;
  drafts: Drafts;
  definitions: Pick<ProcessDefinitionsService, 'check' | 'deployRelease'>;
  sandbox: Pick<Sandbox, 'summarizeChanges'>;
  /** Tells whether a draft was tried as it is now. */
  trialOf: (draftId: string) => Promise<DraftTrial>;
};

/** Person who acts, and the call. */
export type ReleaseCaller = { by: string; httpRequestId?: string };

const PENDING_STATES = ['in-review', 'approved', 'scheduled'] as const;

/** Builds the audit entry of a release: each file with its hash. */
export const releaseAuditEntry = (
  release: Pick<Release, 'id' | 'draftId' | 'processKey' | 'files'>,
  step: `release.${string}`,
  rest: Pick<AuditEntry, 'actor' | 'result'> & Partial<AuditEntry>,
): AuditEntry => ({
  action: step,
  object: { kind: 'release', id: release.id },
  ...rest,
  details: {
    draft: release.draftId,
    process: release.processKey,
    files: Object.fromEntries(release.files.map(({ name, sha256 }) => [name, sha256 ?? 'removed'])),
    ...rest.details,
  },
});

/** Releases of drafts: submitted, reviewed by somebody without a part in them, returned or approved. An
 *  approval holds for exactly the files that were seen. */
export function releasesService({
  db,
  clock,
  audit,
  refuse,
  drafts,
  definitions,
  sandbox,
  trialOf,
}: ReleaseDeps) {
  const repo = releasesRepo(db);

  /** Lapses a release whose draft has changed meanwhile.
   *  @throws ApprovalLapsed */
  async function lapse(release: Release, files: readonly string[]): Promise<never> {
    await db.transaction(async (tx) => {
      if (
        !(await releasesRepo(tx).move(release.id, PENDING_STATES, { state: 'lapsed', scheduled_for: null }))
      )
        return;
      await drafts.setState(tx, release.draftId, { from: PENDING_STATES, to: 'open', by: null });
      await audit.within(tx).write(
        releaseAuditEntry(release, 'release.lapsed', {
          actor: null,
          result: 'done',
          details: { changed: files },
        }),
      );
    });
    throw new ApprovalLapsed(files.join(', '), { files });
  }

  /** @returns the changes of the draft, which equal those that were submitted
   *  @throws ApprovalLapsed */
  async function unchanged(release: Release): Promise<DraftChange[]> {
    const changes = await drafts.changes(release.draftId);
    const files = differingFiles(release.files, changes);
    return files.length > 0 ? lapse(release, files) : changes;
  }

  const refused = (
    release: Release,
    step: `release.${string}`,
    { by, httpRequestId }: ReleaseCaller,
    code: string,
  ) =>
    refuse({
      ...releaseAuditEntry(release, step, { actor: by, result: 'refused', httpRequestId, details: { code } }),
      actor: by,
    });

  /** Requires that the changes of a draft break no rule.
   *  @throws DeploymentRefused */
  async function expectSound(changes: readonly DraftChange[]): Promise<void> {
    const { errors, more } = await definitions.check(
      changes.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
      changes.flatMap(({ name, content }) => (content === null ? [name] : [])),
    );
    if (errors.length > 0) throw new DeploymentRefused(errors[0]?.message.en, { findings: errors, more });
  }

  /** Returns the completed test run of these files, for the audit log. */
  const triedIn = async (draftId: string): Promise<string | null> =>
    (await trialOf(draftId)).last?.id ?? null;

  const compare = (changes: readonly DraftChange[]): Promise<FileChanges[]> =>
    sandbox.summarizeChanges(
      changes.map(({ name, running, content }) => ({ name, before: running, after: content })),
    );

  return {
    unchanged,
    refused,

    /** Submits a draft with its changes as they are now.
     *  @throws DraftNotFound, EmptyRelease, DraftChangedSinceSeen, BaseOutdated, DeploymentRefused,
     *  VersionConflict when it is not open */
    async submit(
      draftId: string,
      { notes, files: seen }: SubmitDraft,
      { by, httpRequestId }: ReleaseCaller,
    ): Promise<void> {
      const draft = await drafts.get(draftId);
      const [changes, authors] = [await drafts.changes(draftId), await drafts.authors(draftId)];
      if (changes.length === 0) throw new EmptyRelease();
      expectSeen(seen, changes);
      expectUpToDate(changes);
      await expectSound(changes);
      const testRun = await triedIn(draftId);
      const handed = {
        draftId,
        processKey: draft.process_key,
        notes,
        files: changes.map(({ name, sha256, baseSha256 }) => ({ name, sha256, baseSha256 })),
        changes: await compare(changes),
        authors,
      };
      await db.transaction(async (tx) => {
        await drafts.setState(tx, draftId, { from: 'open', to: 'in-review', by });
        const id = await releasesRepo(tx).add({ ...handed, by, at: clock.now() });
        await audit.within(tx).write(
          releaseAuditEntry({ ...handed, id }, 'release.submitted', {
            actor: by,
            result: 'done',
            details: { testRun },
            httpRequestId,
          }),
        );
      });
    },

    /** Approves what was seen, or returns it with a reason.
     *  @throws ReleaseStateConflict, FourEyesRequired, ReasonRequired, DraftChangedSinceSeen, ApprovalLapsed,
     *  BaseOutdated */
    async review(
      draftId: string,
      { decision, reason, files }: ReviewDraft,
      who: ReleaseCaller,
    ): Promise<void> {
      const { by, httpRequestId } = who;
      const release = expectState(await repo.latest(draftId), 'in-review');
      const step = decision === 'approve' ? 'release.approved' : 'release.returned';
      const authors = [...new Set([...release.authors, ...(await drafts.authors(draftId))])];
      if (!mayReview({ ...release, authors }, by)) {
        await refused(release, step, who, 'second-person-needed');
        throw new FourEyesRequired('Whoever changed or handed in a draft does not review it');
      }
      if (decision === 'return' && !reason) throw new ReasonRequired();
      expectSeen(files, release.files);
      const changes = await unchanged(release);
      if (decision === 'approve') expectUpToDate(changes);
      const testRun = await triedIn(draftId);
      const state = decision === 'approve' ? 'approved' : 'returned';
      await db.transaction(async (tx) => {
        const judged = {
          state,
          reviewed_by: by,
          reviewed_at: clock.now(),
          review_reason: reason ?? null,
        } as const;
        if (!(await releasesRepo(tx).move(release.id, ['in-review'], judged))) expectState(undefined);
        const to = decision === 'approve' ? 'approved' : 'open';
        await drafts.setState(tx, draftId, { from: 'in-review', to, by });
        await audit.within(tx).write(
          releaseAuditEntry(release, step, {
            actor: by,
            result: 'done',
            reason,
            details: { testRun },
            httpRequestId,
          }),
        );
      });
    },

    /** Reopens a draft with a pending release; it has to be submitted and reviewed anew.
     *  @throws ReleaseStateConflict */
    async withdraw(draftId: string, { by, httpRequestId }: ReleaseCaller): Promise<void> {
      const release = expectState(await repo.latest(draftId), ...PENDING_STATES);
      await db.transaction(async (tx) => {
        const back = { state: 'taken-back', scheduled_for: null } as const;
        if (!(await releasesRepo(tx).move(release.id, PENDING_STATES, back))) expectState(undefined);
        await drafts.setState(tx, draftId, { from: PENDING_STATES, to: 'open', by });
        await audit
          .within(tx)
          .write(
            releaseAuditEntry(release, 'release.taken-back', { actor: by, result: 'done', httpRequestId }),
          );
      });
    },

    /** Returns the state of a draft's release, and what the caller may do now.
     *  @throws DraftNotFound */
    async getDraftRelease(draftId: string, user: Pick<Staff, 'username' | 'roles'>): Promise<DraftRelease> {
      const draft = await drafts.get(draftId);
      const [changes, authors, all] = [
        await drafts.changes(draftId),
        await drafts.authors(draftId),
        await repo.ofDraft(draftId),
      ];
      const [latest] = all;
      const moved = new Set(outdatedFiles(changes));
      const underWay = latest && draft.state !== 'open' ? latest : undefined;
      const at = (...states: Release['state'][]) => underWay !== undefined && states.includes(underWay.state);
      const may = (permission: keyof typeof PERMISSIONS): boolean =>
        user.roles.some((role) => (PERMISSIONS[permission] as readonly string[]).includes(role));
      const step = (...hindrances: [stands: boolean, code: string][]) => {
        const why = hindrances.find(([stands]) => stands)?.[1] ?? null;
        return { allowed: why === null, why };
      };
      const { username } = user;
      const outdated = moved.size > 0;
      return {
        draftId,
        files: changes.map(({ name, content, running, sha256, baseSha256, runningSha256 }) => ({
          name,
          kind: content === null ? 'removed' : running === null ? 'added' : 'changed',
          sha256,
          baseSha256,
          runningSha256,
          moved: moved.has(name),
        })),
        authors,
        release: latest ?? null,
        earlier: all.slice(1),
        trial: await trialOf(draftId),
        steps: {
          submit: step(
            [draft.state !== 'open', 'release-not-legal'],
            [changes.length === 0, 'nothing-to-release'],
            [outdated, 'base-moved'],
          ),
          review: step(
            [!at('in-review'), 'release-not-legal'],
            [
              !mayReview({ authors, submittedBy: underWay?.submittedBy ?? '' }, username),
              'second-person-needed',
            ],
          ),
          takeBack: step([!at(...PENDING_STATES), 'release-not-legal']),
          deploy: step(
            [!may('process:deploy'), 'not-allowed'],
            [!at('approved', 'scheduled'), 'release-not-legal'],
            [!mayDeploy({ reviewedBy: underWay?.reviewedBy ?? null }, username), 'second-person-needed'],
            [outdated, 'base-moved'],
          ),
          callOff: step([!may('process:deploy'), 'not-allowed'], [!at('scheduled'), 'release-not-legal']),
        },
      };
    },
  };
}

export type ReleasesService = ReturnType<typeof releasesService>;
