import { expectState } from './release-guards.ts';
import { PENDING_STATES, releaseAuditEntry, type ReleaseCaller, type ReleaseDeps } from './release-steps.ts';
import { releasesRepo } from './releases.repo.ts';

/** Reopens a draft with a pending release; it has to be submitted and reviewed anew.
 *  @throws ReleaseStateConflict */
export function withdrawRelease({ db, audit, drafts }: Pick<ReleaseDeps, 'db' | 'audit' | 'drafts'>) {
  return async (draftId: string, { by, httpRequestId }: ReleaseCaller): Promise<void> => {
    const release = expectState(await releasesRepo(db).latest(draftId), ...PENDING_STATES);
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
  };
}
