import { Type } from '@sinclair/typebox';
import { Closed, Slug } from './common.ts';
import { EXAMPLE_ID, operation } from './operation.ts';
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
  type SeenFile,
  SubmitDraft,
} from './releases.ts';

const BY_ID = Closed({ id: Type.String({ format: 'uuid' }) });
const BY_KEY = Closed({ processKey: Slug });
const BY_VERSION = Closed({ processKey: Slug, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) });
const STEP_PROBLEMS = ['draft-not-found', 'release-state-conflict', 'version-conflict', 'four-eyes-required'];
const SEEN_PROBLEMS = ['draft-changed-since-seen', 'approval-lapsed', 'base-outdated'];

const SEEN: SeenFile[] = [{ name: 'road-defect.bpmn', sha256: 'a'.repeat(64) }];

export const releasesOperations = {
  getDraftRelease: operation({
    summary: 'Where a draft stands on its way to the engine, and what you may do now',
    params: BY_ID,
    response: DraftRelease,
    problems: ['draft-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  submitDraft: operation({
    summary: 'Hand a draft in for review',
    params: BY_ID,
    body: SubmitDraft,
    response: DraftRelease,
    problems: [
      ...STEP_PROBLEMS,
      ...SEEN_PROBLEMS,
      'empty-release',
      'deployment-refused',
      'sandbox-limit-exceeded',
    ],
    example: { params: { id: EXAMPLE_ID }, body: { notes: { fa: 'تغییر', en: 'Change' }, files: SEEN } },
  }),

  reviewDraft: operation({
    summary: 'Approve a draft, or give it back with a reason; never one that you changed or handed in',
    params: BY_ID,
    body: ReviewDraft,
    response: DraftRelease,
    problems: [...STEP_PROBLEMS, ...SEEN_PROBLEMS, 'reason-required'],
    example: { params: { id: EXAMPLE_ID }, body: { decision: 'return', reason: 'ناتمام', files: SEEN } },
  }),

  takeDraftBack: operation({
    summary: 'Open a draft again that was handed in; it has to be reviewed anew',
    params: BY_ID,
    response: DraftRelease,
    problems: STEP_PROBLEMS,
    example: { params: { id: EXAMPLE_ID } },
  }),

  scheduleDraft: operation({
    summary: 'Have an approved draft deployed at a time',
    params: BY_ID,
    body: ScheduleDraft,
    response: DraftRelease,
    problems: [...STEP_PROBLEMS, ...SEEN_PROBLEMS, 'not-in-future'],
    example: { params: { id: EXAMPLE_ID }, body: { at: '2030-01-01T00:00:00Z', files: SEEN } },
  }),

  callOffDraft: operation({
    summary: 'Call a scheduled deployment off; the approval stands',
    params: BY_ID,
    response: DraftRelease,
    problems: STEP_PROBLEMS,
    example: { params: { id: EXAMPLE_ID } },
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
      'sandbox-limit-exceeded',
    ],
    example: { body: { draftId: EXAMPLE_ID, files: SEEN } },
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
    example: { params: { processKey: 'road-defect' } },
  }),

  getRunningApplication: operation({
    summary: 'The files of a process application as they run',
    params: BY_KEY,
    response: ApplicationFiles,
    problems: ['process-version-not-found'],
    example: { params: { processKey: 'road-defect' } },
  }),

  getProcessVersion: operation({
    summary: 'The files of a process application as they were when a version was deployed',
    params: BY_VERSION,
    response: ApplicationFiles,
    problems: ['process-version-not-found'],
    example: { params: { processKey: 'road-defect', version: 2 } },
  }),

  restoreProcessVersion: operation({
    summary: 'Make a draft of the files of an old version',
    params: BY_VERSION,
    body: RestoreVersion,
    response: Closed({ draftId: Type.String({ format: 'uuid' }) }),
    status: 201,
    problems: ['process-version-not-found', 'process-not-found', 'draft-quota-exceeded'],
    example: {
      params: { processKey: 'road-defect', version: 2 },
      body: { title: 'بازگشت', files: ['road-defect.bpmn'] },
    },
  }),
};
