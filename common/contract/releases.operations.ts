import { Type } from '@sinclair/typebox';
import { Closed, Slug } from './common.ts';
import { operation } from './operation.ts';
import { Deployment } from './process-definitions.ts';
import {
  ApplicationFiles,
  DeployDraft,
  DraftRelease,
  ListReleases,
  ProcessVersionPage,
  ReleasePage,
  RestoreVersion,
  ReviewDraft,
  ScheduleDraft,
  SubmitDraft,
} from './releases.ts';

const BY_ID = Closed({ id: Type.String({ format: 'uuid' }) });
const BY_KEY = Closed({ processKey: Slug });
const BY_VERSION = Closed({ processKey: Slug, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) });
const STEP_PROBLEMS = ['draft-not-found', 'release-not-legal', 'changed-meanwhile', 'second-person-needed'];
const SEEN_PROBLEMS = ['draft-moved', 'approval-lapsed', 'base-moved'];

export const releasesOperations = {
  getDraftRelease: operation({
    summary: 'Where a draft stands on its way to the engine, and what you may do now',
    params: BY_ID,
    response: DraftRelease,
    problems: ['draft-not-found'],
  }),

  submitDraft: operation({
    summary: 'Hand a draft in for review',
    params: BY_ID,
    body: SubmitDraft,
    response: DraftRelease,
    problems: [...STEP_PROBLEMS, ...SEEN_PROBLEMS, 'nothing-to-release', 'deployment-refused', 'did-not-end'],
  }),

  reviewDraft: operation({
    summary: 'Approve a draft, or give it back with a reason; never one that you changed or handed in',
    params: BY_ID,
    body: ReviewDraft,
    response: DraftRelease,
    problems: [...STEP_PROBLEMS, ...SEEN_PROBLEMS, 'reason-needed'],
  }),

  takeDraftBack: operation({
    summary: 'Open a draft again that was handed in; it has to be reviewed anew',
    params: BY_ID,
    response: DraftRelease,
    problems: STEP_PROBLEMS,
  }),

  scheduleDraft: operation({
    summary: 'Have an approved draft deployed at a time',
    params: BY_ID,
    body: ScheduleDraft,
    response: DraftRelease,
    problems: [...STEP_PROBLEMS, ...SEEN_PROBLEMS, 'not-in-future'],
  }),

  callOffDraft: operation({
    summary: 'Call a scheduled deployment off; the approval stands',
    params: BY_ID,
    response: DraftRelease,
    problems: STEP_PROBLEMS,
  }),

  deployDraft: operation({
    summary: 'Bring an approved draft to the engine, all of its files or none',
    description:
      'Only what somebody else has approved, with exactly these hashes. The files are checked once more as docs/rules says; a problem names what every rule says. A second call answers with the first deployment.',
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
  }),

  listReleases: operation({
    summary: 'What was handed in, and what became of it, the newest first',
    query: ListReleases,
    response: ReleasePage,
    problems: ['invalid-input'],
  }),

  listProcessVersions: operation({
    summary: 'The versions of a process with what was said of each, the newest first',
    params: BY_KEY,
    query: Closed({
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: ProcessVersionPage,
    problems: ['invalid-input'],
  }),

  getRunningApplication: operation({
    summary: 'The files of a process application as they run',
    params: BY_KEY,
    response: ApplicationFiles,
    problems: ['version-not-found'],
  }),

  getProcessVersion: operation({
    summary: 'The files of a process application as they were when a version was deployed',
    params: BY_VERSION,
    response: ApplicationFiles,
    problems: ['version-not-found'],
  }),

  restoreProcessVersion: operation({
    summary: 'Make a draft of the files of an old version',
    params: BY_VERSION,
    body: RestoreVersion,
    response: Closed({ draftId: Type.String({ format: 'uuid' }) }),
    status: 201,
    problems: ['version-not-found', 'unknown-process', 'too-much-saved'],
  }),
};
