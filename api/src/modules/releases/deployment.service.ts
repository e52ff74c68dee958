import type { Db } from '#api/platform/db.ts';
import { addJob, type JobHandler } from '#api/platform/jobs.ts';
import { DomainError } from '#api/platform/problems.ts';
import { DAY_MS } from '#api/platform/time.ts';
import type { Deployment, Release, ReleaseFailure, ScheduleDraft, SeenFile } from '#common/contract/index.ts';
import type { ReleaseDeployment } from '../process-definitions/index.ts';
import { mayDeploy } from './four-eyes.ts';
import { expectSeen, expectState, expectUpToDate } from './release-guards.ts';
import {
  releaseAuditEntry,
  type ReleaseCaller,
  type ReleaseDeps,
  type ReleaseSteps,
} from './release-steps.ts';
import { FourEyesRequired, NotInFuture } from './releases.errors.ts';
import { releasesRepo } from './releases.repo.ts';

export const DEPLOY_JOB = 'release.deploy';
/** With the growing pauses between them, attempts continue for a day. */
const MAX_ATTEMPTS = 20;
const MAX_SCHEDULE_AHEAD_MS = 90 * DAY_MS;
/** Tolerance for a database clock that is ahead of ours. */
const CLOCK_SKEW_MS = 60_000;
/** Problems that the next attempt may not meet. */
const TRANSIENT_PROBLEMS = new Set(['engine-unavailable', 'deployment-under-way', 'unavailable']);

/** Deploys an approved release to the engine, now or at a set time. */
export function deploymentService(
  { db, clock, audit, drafts, definitions }: ReleaseDeps,
  steps: ReleaseSteps,
) {
  const repo = releasesRepo(db);

  /** @throws FourEyesRequired */
  async function expectOther(release: Release, step: `release.${string}`, who: ReleaseCaller): Promise<void> {
    if (mayDeploy(release, who.by)) return;
    await steps.refused(release, step, who, 'four-eyes-required');
    throw new FourEyesRequired('Whoever approved a draft does not deploy it');
  }

  /** Checks everything that an approval rests on once more, when nobody else deploys, and deploys. */
  const bring = (release: Release, who: ReleaseCaller): Promise<Deployment> =>
    definitions.deployRelease({ by: who.by, releaseId: release.id }, async () => {
      const now = await repo.get(release.id);
      if (now?.state === 'deployed') return { done: deploymentOf(now) };
      const legal = expectState(now, 'approved', 'scheduled');
      const changes = await steps.unchanged(legal);
      expectUpToDate(changes);
      return {
        files: changes.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
        removed: changes.flatMap(({ name, content }) => (content === null ? [name] : [])),
      };
    });

  async function note(release: Release, who: ReleaseCaller, error: DomainError): Promise<void> {
    const { findings = [] } = error.extra as { findings?: ReleaseFailure['findings'] };
    const failure = {
      at: clock.now().toISOString(),
      code: error.code,
      detail: error.detail ?? null,
      findings,
    };
    await db.transaction(async (tx) => {
      const back = { state: 'approved', scheduled_for: null, scheduled_by: null, failure } as const;
      if (!(await releasesRepo(tx).move(release.id, ['approved', 'scheduled'], back))) return;
      if (release.state === 'scheduled')
        await drafts.setState(tx, release.draftId, { from: 'scheduled', to: 'approved', by: null });
      await audit.within(tx).write(
        releaseAuditEntry(release, 'release.deployed', {
          actor: who.by,
          result: TRANSIENT_PROBLEMS.has(error.code) ? 'failed' : 'refused',
          httpRequestId: who.httpRequestId,
          details: { code: error.code },
        }),
      );
    });
  }

  /** Job of a scheduled deployment. A refusal by a rule is recorded and waits for a person; a transient
   *  problem is retried. */
  const deployScheduled: JobHandler = async (payload, { log, attempt, maxAttempts }) => {
    const { releaseId } = payload as { releaseId: string };
    const release = await repo.get(releaseId);
    if (release?.state !== 'scheduled' || !release.scheduledFor || !release.scheduledBy) return;
    const due = new Date(release.scheduledFor);
    if (due.getTime() - clock.now().getTime() > CLOCK_SKEW_MS)
      return addJob(
        db,
        DEPLOY_JOB,
        { releaseId },
        { runAt: due, maxAttempts: MAX_ATTEMPTS, key: jobKeyOf(releaseId) },
      );
    const who = { by: release.scheduledBy };
    try {
      await bring(release, who);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (TRANSIENT_PROBLEMS.has(error.code) && attempt < maxAttempts) throw error;
      await note(release, who, error);
      log.error({ release: releaseId, code: error.code }, 'a scheduled deployment did not come through');
    }
  };

  return {
    /** Deploys an approved release; a repeat returns the first deployment.
     *  @throws ReleaseStateConflict, FourEyesRequired, DraftChangedSinceSeen, ApprovalLapsed, BaseOutdated,
     *  DeploymentRefused, DeploymentUnderWay, EngineUnavailableProblem */
    async deploy(draftId: string, files: readonly SeenFile[], who: ReleaseCaller): Promise<Deployment> {
      const release = expectState(await repo.latest(draftId), 'approved', 'scheduled', 'deployed');
      expectSeen(files, release.files);
      if (release.state === 'deployed') return deploymentOf(release);
      await expectOther(release, 'release.deployed', who);
      try {
        return await bring(release, who);
      } catch (error) {
        if (error instanceof DomainError && error.code === 'deployment-refused')
          await note(release, who, error);
        throw error;
      }
    },

    /** Schedules the deployment of an approved release.
     *  @throws ReleaseStateConflict, FourEyesRequired, NotInFuture, DraftChangedSinceSeen, ApprovalLapsed,
     *  BaseOutdated */
    async schedule(draftId: string, { at, files }: ScheduleDraft, who: ReleaseCaller): Promise<void> {
      const release = expectState(await repo.latest(draftId), 'approved');
      await expectOther(release, 'release.scheduled', who);
      const ahead = new Date(at).getTime() - clock.now().getTime();
      if (!(ahead > 0 && ahead <= MAX_SCHEDULE_AHEAD_MS)) throw new NotInFuture();
      expectSeen(files, release.files);
      expectUpToDate(await steps.unchanged(release));
      await db.transaction(async (tx) => {
        const planned = {
          state: 'scheduled',
          scheduled_for: new Date(at),
          scheduled_by: who.by,
          failure: null,
        } as const;
        if (!(await releasesRepo(tx).move(release.id, ['approved'], planned))) expectState(undefined);
        await drafts.setState(tx, draftId, { from: 'approved', to: 'scheduled', by: who.by });
        const when = { runAt: new Date(at), maxAttempts: MAX_ATTEMPTS, key: jobKeyOf(release.id) };
        await addJob(tx, DEPLOY_JOB, { releaseId: release.id }, when);
        await audit.within(tx).write(
          releaseAuditEntry(release, 'release.scheduled', {
            actor: who.by,
            result: 'done',
            httpRequestId: who.httpRequestId,
            details: { at },
          }),
        );
      });
    },

    /** Cancels a scheduled deployment; the approval stands.
     *  @throws ReleaseStateConflict */
    async unschedule(draftId: string, { by, httpRequestId }: ReleaseCaller): Promise<void> {
      const release = expectState(await repo.latest(draftId), 'scheduled');
      await db.transaction(async (tx) => {
        const back = { state: 'approved', scheduled_for: null, scheduled_by: null } as const;
        if (!(await releasesRepo(tx).move(release.id, ['scheduled'], back))) expectState(undefined);
        await drafts.setState(tx, draftId, { from: 'scheduled', to: 'approved', by });
        await audit
          .within(tx)
          .write(
            releaseAuditEntry(release, 'release.called-off', { actor: by, result: 'done', httpRequestId }),
          );
      });
    },

    /** Records that the engine has accepted a release, in the transaction that records the deployment, even
     *  when the node that began it is gone. */
    async deployed(tx: Db, { releaseId, deploymentId, by }: ReleaseDeployment): Promise<void> {
      const release = await releasesRepo(tx).get(releaseId);
      if (!release) return;
      const done = {
        state: 'deployed',
        deployed_by: by,
        deployed_at: clock.now(),
        deployment_id: deploymentId,
        failure: null,
      } as const;
      if (!(await releasesRepo(tx).move(releaseId, ['approved', 'scheduled', 'taken-back', 'lapsed'], done)))
        return;
      await drafts.setState(tx, release.draftId, {
        from: ['approved', 'scheduled', 'open'],
        to: 'deployed',
        by,
      });
      await audit.within(tx).write(
        releaseAuditEntry(release, 'release.deployed', {
          actor: by,
          result: 'done',
          details: { deployment: deploymentId },
        }),
      );
    },

    jobs: { [DEPLOY_JOB]: deployScheduled },
  };
}

export type DeploymentService = ReturnType<typeof deploymentService>;

const jobKeyOf = (releaseId: string): string => `${DEPLOY_JOB}:${releaseId}`;

const deploymentOf = ({ deploymentId, definitions }: Release): Deployment => ({
  id: deploymentId as string,
  definitions,
  warnings: [],
});
