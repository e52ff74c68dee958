import type { FileChanges, SubmitDraft } from '#common/contract/index.ts';
import { DeploymentRefused } from '../process-definitions/index.ts';
import type { DraftChange } from '../process-drafts/index.ts';
import { expectSeen, expectUpToDate } from './release-guards.ts';
import { releaseAuditEntry, type ReleaseCaller, type ReleaseDeps } from './release-steps.ts';
import { EmptyRelease } from './releases.errors.ts';
import { releasesRepo } from './releases.repo.ts';

/** Submits a draft with its changes as they are now.
 *  @throws DraftNotFound, EmptyRelease, DraftChangedSinceSeen, BaseOutdated, DeploymentRefused,
 *  VersionConflict when it is not open */
export function submitRelease({ db, clock, audit, drafts, definitions, sandbox, testRunsOf }: ReleaseDeps) {
  /** Requires that the changes of a draft break no rule.
   *  @throws DeploymentRefused */
  async function expectSound(changes: readonly DraftChange[]): Promise<void> {
    const { errors, more } = await definitions.check(
      changes.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
      changes.flatMap(({ name, content }) => (content === null ? [name] : [])),
    );
    if (errors.length > 0) throw new DeploymentRefused(errors[0]?.message.en, { findings: errors, more });
  }

  const compare = (changes: readonly DraftChange[]): Promise<FileChanges[]> =>
    sandbox.summarizeChanges(
      changes.map(({ name, running, content }) => ({ name, before: running, after: content })),
    );

  return async (
    draftId: string,
    { notes, files: seen }: SubmitDraft,
    { by, httpRequestId }: ReleaseCaller,
  ): Promise<void> => {
    const draft = await drafts.get(draftId);
    const [changes, authors] = [await drafts.changes(draftId), await drafts.authors(draftId)];
    if (changes.length === 0) throw new EmptyRelease();
    expectSeen(seen, changes);
    expectUpToDate(changes);
    await expectSound(changes);
    const testRun = (await testRunsOf(draftId)).last?.id ?? null;
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
  };
}
