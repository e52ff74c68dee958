import { Type } from '@sinclair/typebox';
import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import {
  ApplicationFiles,
  Closed,
  DeployDraft,
  Deployment,
  DraftRelease,
  ListReleases,
  ProcessVersionPage,
  ReleasePage,
  RestoreVersion,
  ReviewDraft,
  ScheduleDraft,
  Slug,
  SubmitDraft,
} from '#common/contract/index.ts';
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

const BY_ID = Closed({ id: Type.String({ format: 'uuid' }) });
const BY_KEY = Closed({ processKey: Slug });
const BY_VERSION = Closed({ processKey: Slug, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) });
const NEWEST = cursor('releases', ['time', 'uuid']);
const STEP_PROBLEMS = ['draft-not-found', 'release-not-legal', 'changed-meanwhile', 'second-person-needed'];
const SEEN_PROBLEMS = ['draft-moved', 'approval-lapsed', 'base-moved'];

const whoOf = ({ user, httpRequestId }: { user: Staff; httpRequestId: string }): ReleaseCaller => ({
  by: user.username,
  httpRequestId,
});

/** Routes from a draft to its deployment, and for the resulting versions. */
export const releasesRoutes = ({ db, countRunning, releases, deployment, restore }: Deps): AnyRoute[] => [
  defineRoute({
    method: 'get',
    path: '/drafts/:id/release',
    operationId: 'getDraftRelease',
    summary: 'Where a draft stands on its way to the engine, and what you may do now',
    permission: 'process:read',
    params: BY_ID,
    response: DraftRelease,
    problems: ['draft-not-found'],
    handle: ({ params, user }) => releases.getDraftRelease(params.id, user),
  }),
  defineRoute({
    method: 'post',
    path: '/drafts/:id/submit',
    operationId: 'submitDraft',
    summary: 'Hand a draft in for review',
    permission: 'process:draft',
    inTurn: 'checking',
    params: BY_ID,
    body: SubmitDraft,
    response: DraftRelease,
    problems: [...STEP_PROBLEMS, ...SEEN_PROBLEMS, 'nothing-to-release', 'deployment-refused', 'did-not-end'],
    handle: async ({ params, body, ...call }) => {
      await releases.submit(params.id, body, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/drafts/:id/review',
    operationId: 'reviewDraft',
    summary: 'Approve a draft, or give it back with a reason; never one that you changed or handed in',
    permission: 'process:review',
    params: BY_ID,
    body: ReviewDraft,
    response: DraftRelease,
    problems: [...STEP_PROBLEMS, ...SEEN_PROBLEMS, 'reason-needed'],
    handle: async ({ params, body, ...call }) => {
      await releases.review(params.id, body, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/drafts/:id/take-back',
    operationId: 'takeDraftBack',
    summary: 'Open a draft again that was handed in; it has to be reviewed anew',
    permission: 'process:draft',
    params: BY_ID,
    response: DraftRelease,
    problems: STEP_PROBLEMS,
    handle: async ({ params, ...call }) => {
      await releases.withdraw(params.id, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/drafts/:id/schedule',
    operationId: 'scheduleDraft',
    summary: 'Have an approved draft deployed at a time',
    permission: 'process:deploy',
    params: BY_ID,
    body: ScheduleDraft,
    response: DraftRelease,
    problems: [...STEP_PROBLEMS, ...SEEN_PROBLEMS, 'not-in-future'],
    handle: async ({ params, body, ...call }) => {
      await deployment.schedule(params.id, body, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/drafts/:id/call-off',
    operationId: 'callOffDraft',
    summary: 'Call a scheduled deployment off; the approval stands',
    permission: 'process:deploy',
    params: BY_ID,
    response: DraftRelease,
    problems: STEP_PROBLEMS,
    handle: async ({ params, ...call }) => {
      await deployment.unschedule(params.id, whoOf(call));
      return releases.getDraftRelease(params.id, call.user);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/process-definitions',
    operationId: 'deployDraft',
    summary: 'Bring an approved draft to the engine, all of its files or none',
    description:
      'Only what somebody else has approved, with exactly these hashes. The files are checked once more as docs/rules says; a problem names what every rule says. A second call answers with the first deployment.',
    permission: 'process:deploy',
    inTurn: 'checking',
    body: DeployDraft,
    response: Deployment,
    status: 201,
    problems: [
      ...STEP_PROBLEMS,
      ...SEEN_PROBLEMS,
      'deployment-refused',
      'deployment-under-way',
      'engine-unavailable',
      'did-not-end',
    ],
    handle: ({ body, ...call }) => deployment.deploy(body.draftId, body.files, whoOf(call)),
  }),
  defineRoute({
    method: 'get',
    path: '/releases',
    operationId: 'listReleases',
    summary: 'What was handed in, and what became of it, the newest first',
    permission: 'process:read',
    query: ListReleases,
    response: ReleasePage,
    problems: ['invalid-input'],
    handle: async ({ query }) => {
      const [time, id] = query.after ? NEWEST.read(query.after) : [];
      const after = time && id ? { at: new Date(time), id } : undefined;
      const { items, last } = await releasesRepo(db).page({ ...query, after });
      return { items, next: last ? NEWEST.write(last.at.toISOString(), last.id) : null };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/process-definitions/:processKey/versions',
    operationId: 'listProcessVersions',
    summary: 'The versions of a process with what was said of each, the newest first',
    permission: 'process:read',
    params: BY_KEY,
    query: Closed({
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: ProcessVersionPage,
    problems: ['invalid-input'],
    handle: ({ params, query }) => listVersions({ db, countRunning }, { ...params, ...query }),
  }),
  defineRoute({
    method: 'get',
    path: '/process-definitions/:processKey/files',
    operationId: 'getRunningApplication',
    summary: 'The files of a process application as they run',
    permission: 'process:read',
    params: BY_KEY,
    response: ApplicationFiles,
    problems: ['version-not-found'],
    handle: ({ params }) => applicationFiles(db, params),
  }),
  defineRoute({
    method: 'get',
    path: '/process-definitions/:processKey/versions/:version',
    operationId: 'getProcessVersion',
    summary: 'The files of a process application as they were when a version was deployed',
    permission: 'process:read',
    params: BY_VERSION,
    response: ApplicationFiles,
    problems: ['version-not-found'],
    handle: ({ params }) => applicationFiles(db, params),
  }),
  defineRoute({
    method: 'post',
    path: '/process-definitions/:processKey/versions/:version/restore',
    operationId: 'restoreProcessVersion',
    summary: 'Make a draft of the files of an old version',
    permission: 'process:draft',
    inTurn: 'reading',
    params: BY_VERSION,
    body: RestoreVersion,
    response: Closed({ draftId: Type.String({ format: 'uuid' }) }),
    status: 201,
    problems: ['version-not-found', 'unknown-process', 'too-much-saved'],
    handle: ({ params, body, ...call }) => restore(params, body, whoOf(call)),
  }),
];
