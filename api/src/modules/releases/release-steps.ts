import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { DraftTestRuns, Release } from '#common/contract/index.ts';
import type { AuditEntry, AuditLog, Refusal } from '../audit/index.ts';
import type { ProcessDefinitionsService } from '../process-definitions/index.ts';
import type { DraftChange, Drafts } from '../process-drafts/index.ts';
import { differingFiles } from './release-guards.ts';
import { ApprovalLapsed } from './releases.errors.ts';
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
  testRunsOf: (draftId: string) => Promise<DraftTestRuns>;
};

/** Person who acts, and the call. */
export type ReleaseCaller = { by: string; httpRequestId?: string };

/** States of a release that is neither deployed nor ended. */
export const PENDING_STATES = ['in-review', 'approved', 'scheduled'] as const;

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

/** Returns what every step of a release needs: its changes as they were submitted, and the record of a
 *  refusal. */
export function releaseSteps({ db, audit, refuse, drafts }: ReleaseDeps) {
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

  return { unchanged, refused };
}

export type ReleaseSteps = ReturnType<typeof releaseSteps>;
