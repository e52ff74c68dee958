import { defineRoute, type Route } from '#api/http/route.ts';
import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { CountRunning } from '../process-instances/index.ts';
import type { DeploymentService } from './deployment.service.ts';
import type { ReleaseCaller } from './release-steps.ts';
import { releasesRepo } from './releases.repo.ts';
import type { ReleasesService } from './releases.service.ts';
import type { restoreVersion } from './restore.service.ts';
import { applicationFiles, listVersions } from './versions.view.ts';

type Deps = {
  db: Db;
  countRunning: CountRunning;
  releases: ReleasesService;
  deployment: DeploymentService;
  restore: ReturnType<typeof restoreVersion>;
};
const NEWEST = cursor('releases', ['time', 'uuid']);

const whoOf = ({ user, httpRequestId }: { user: Staff; httpRequestId: string }): ReleaseCaller => ({
  by: user.username,
  httpRequestId,
});

/** Routes from a draft to its deployment, and for the resulting versions. */
export const releasesRoutes = ({ db, countRunning, releases, deployment, restore }: Deps): Route[] => [
  defineRoute('getDraftRelease', {
    permission: 'process:read',
    handle: ({ params, user }) => releases.getDraftRelease(params.id, user),
  }),
  defineRoute('submitDraft', {
    permission: 'process:draft',
    inTurn: 'checking',
    handle: async ({ params, body, ...call }) => {
      await releases.submit(params.id, body, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute('reviewDraft', {
    permission: 'process:review',
    handle: async ({ params, body, ...call }) => {
      await releases.review(params.id, body, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute('takeDraftBack', {
    permission: 'process:draft',
    handle: async ({ params, ...call }) => {
      await releases.withdraw(params.id, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute('scheduleDraft', {
    permission: 'process:deploy',
    handle: async ({ params, body, ...call }) => {
      await deployment.schedule(params.id, body, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute('callOffDraft', {
    permission: 'process:deploy',
    handle: async ({ params, ...call }) => {
      await deployment.unschedule(params.id, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute('deployDraft', {
    permission: 'process:deploy',
    inTurn: 'checking',
    handle: ({ body, ...call }) => deployment.deploy(body.draftId, body.files, whoOf(call)),
  }),
  defineRoute('listReleases', {
    permission: 'process:read',
    handle: async ({ query }) => {
      const [time, id] = query.after ? NEWEST.read(query.after) : [];
      const after = time && id ? { at: new Date(time), id } : undefined;
      const { items, last } = await releasesRepo(db).page({ ...query, after });
      return { items, next: last ? NEWEST.write(last.at.toISOString(), last.id) : null };
    },
  }),
  defineRoute('listProcessVersions', {
    permission: 'process:read',
    handle: ({ params, query }) => listVersions({ db, countRunning }, { ...params, ...query }),
  }),
  defineRoute('getRunningApplication', {
    permission: 'process:read',
    handle: ({ params }) => applicationFiles(db, params),
  }),
  defineRoute('getProcessVersion', {
    permission: 'process:read',
    handle: ({ params }) => applicationFiles(db, params),
  }),
  defineRoute('restoreProcessVersion', {
    permission: 'process:draft',
    inTurn: 'reading',
    handle: ({ params, body, ...call }) => restore(params, body, whoOf(call)),
  }),
];
