import { type Static, Type } from '@sinclair/typebox';
import { Closed, EngineKey, Nullable, OneOf, Slug, Text, Timestamp } from './common.ts';
import { Confidential, MaskedCount } from './instances.ts';
import { MAX_PROCESS_FILES, ProcessFileName, ProcessFinding } from './process-definitions.ts';

export const RELEASE_STATES = [
  'in-review',
  'returned',
  'taken-back',
  'lapsed',
  'approved',
  'scheduled',
  'deployed',
] as const;
export const ReleaseState = OneOf(RELEASE_STATES, {
  description: 'lapsed: a file was changed after it had been handed in',
});
export type ReleaseState = Static<typeof ReleaseState>;

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Username = Type.String();

/** A file and the content that somebody has seen; `sha256` is null for a file that is removed. */
export const SeenFile = Closed({ name: ProcessFileName, sha256: Nullable(Sha256) });
export type SeenFile = Static<typeof SeenFile>;

const SeenFiles = Type.Array(SeenFile, {
  minItems: 1,
  maxItems: MAX_PROCESS_FILES,
  description: 'Every changed file as the caller saw it; something else is refused',
});

const Note = Type.String({ maxLength: 4000 });
const Reason = Type.String({ minLength: 1, maxLength: 2000 });

export const SubmitDraft = Closed({
  notes: Closed({ fa: Type.String({ minLength: 1, maxLength: 4000 }), en: Note }),
  files: SeenFiles,
});
export type SubmitDraft = Static<typeof SubmitDraft>;

export const ReviewDraft = Closed({
  decision: OneOf(['approve', 'return']),
  reason: Type.Optional(Reason),
  files: SeenFiles,
});
export type ReviewDraft = Static<typeof ReviewDraft>;

export const ListReleases = Closed({
  processKey: Type.Optional(Slug),
  state: Type.Optional(ReleaseState),
  after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
});

export const DeployDraft = Closed({ draftId: Type.String({ format: 'uuid' }), files: SeenFiles });
export type DeployDraft = Static<typeof DeployDraft>;

export const ScheduleDraft = Closed({ at: Timestamp, files: SeenFiles });
export type ScheduleDraft = Static<typeof ScheduleDraft>;

export const CHANGE_RANKS = ['execution', 'description', 'layout'] as const;

/** Changes of one element of a file. `aspect` is a word that UIs translate. */
export const ReleaseChange = Closed({
  rank: OneOf(CHANGE_RANKS),
  kind: OneOf(['added', 'removed', 'changed']),
  subject: Type.String(),
  subjectType: Type.String(),
  name: Nullable(Text),
  at: Nullable(Type.Integer()),
  facts: Type.Array(
    Closed({
      aspect: Type.String(),
      of: Nullable(Type.String()),
      before: Nullable(Type.String()),
      after: Nullable(Type.String()),
    }),
  ),
});
export type ReleaseChange = Static<typeof ReleaseChange>;

/** Changes of a file. Long values and lists are cut; `more` is the number of changes left out. */
export const FileChanges = Closed({
  name: ProcessFileName,
  kind: OneOf(['added', 'removed', 'changed']),
  changes: Type.Array(ReleaseChange),
  more: Type.Integer(),
});
export type FileChanges = Static<typeof FileChanges>;

export const ReleaseFailure = Closed({
  at: Timestamp,
  code: Type.String({ description: 'The code of the problem' }),
  detail: Nullable(Type.String()),
  findings: Type.Array(ProcessFinding),
});
export type ReleaseFailure = Static<typeof ReleaseFailure>;

export const Release = Closed({
  id: Type.String({ format: 'uuid' }),
  draftId: Type.String({ format: 'uuid' }),
  title: Type.String(),
  processKey: Slug,
  state: ReleaseState,
  notes: Text,
  files: Type.Array(
    Closed({ name: ProcessFileName, sha256: Nullable(Sha256), baseSha256: Nullable(Sha256) }),
  ),
  changes: Type.Array(FileChanges),
  authors: Type.Array(Username),
  submittedBy: Username,
  submittedAt: Timestamp,
  reviewedBy: Nullable(Username),
  reviewedAt: Nullable(Timestamp),
  reviewReason: Nullable(Type.String()),
  scheduledFor: Nullable(Timestamp),
  scheduledBy: Nullable(Username),
  failure: Nullable(ReleaseFailure),
  deployedBy: Nullable(Username),
  deployedAt: Nullable(Timestamp),
  deploymentId: Nullable(Type.String({ format: 'uuid' })),
  definitions: Type.Array(Closed({ key: EngineKey, processKey: Type.String(), version: Type.Integer() })),
});
export type Release = Static<typeof Release>;

export const ReleasePage = Closed({ items: Type.Array(Release), next: Nullable(Type.String()) });
export type ReleasePage = Static<typeof ReleasePage>;

/** Permission of the caller to take a step now; `why` is the code of what prevents it. */
const ActionPermission = Closed({ allowed: Type.Boolean(), why: Nullable(Type.String()) });

const TestedElement = Closed({ processKey: Type.String(), elementId: Type.String(), name: Text });
const CompletedRun = Closed({
  id: Type.String({ format: 'uuid' }),
  by: Username,
  at: Timestamp,
  path: Type.Array(TestedElement, { description: 'The steps and ends that it went through, by process' }),
});

/** Test runs of a draft in exactly its current state. */
export const DraftTestRuns = Closed({
  last: Nullable(CompletedRun),
  earlier: Nullable(CompletedRun),
  runs: Type.Integer({ description: 'Completed runs of exactly these files' }),
  steps: Type.Integer({ description: 'Steps of the process and of the diagrams that the draft changes' }),
  missed: Type.Array(TestedElement, { description: 'Those of them that none of these runs went through' }),
});
export type DraftTestRuns = Static<typeof DraftTestRuns>;

/** State of a draft on its way to deployment, for the caller. */
export const DraftRelease = Closed({
  draftId: Type.String({ format: 'uuid' }),
  files: Type.Array(
    Closed({
      name: ProcessFileName,
      kind: OneOf(['added', 'removed', 'changed']),
      sha256: Nullable(Sha256),
      baseSha256: Nullable(Sha256),
      runningSha256: Nullable(Sha256),
      moved: Type.Boolean({ description: 'Something else runs now than when the draft began' }),
    }),
  ),
  authors: Type.Array(Username),
  release: Nullable(Release),
  earlier: Type.Array(Release),
  testRuns: DraftTestRuns,
  steps: Closed({
    submit: ActionPermission,
    review: ActionPermission,
    takeBack: ActionPermission,
    deploy: ActionPermission,
    callOff: ActionPermission,
  }),
});
export type DraftRelease = Static<typeof DraftRelease>;

export const ProcessVersion = Closed({
  key: EngineKey,
  processKey: Slug,
  version: Type.Integer(),
  name: Nullable(Text),
  file: Type.String(),
  sha256: Nullable(Type.String()),
  deployedAt: Timestamp,
  deployedBy: Nullable(Username),
  confidential: Confidential,
  /** Instances that run on it now. */
  running: MaskedCount,
  release: Nullable(Release),
});
export type ProcessVersion = Static<typeof ProcessVersion>;

export const ProcessVersionPage = Closed({
  items: Type.Array(ProcessVersion),
  next: Nullable(Type.String()),
});
export type ProcessVersionPage = Static<typeof ProcessVersionPage>;

const ApplicationFile = Closed({ name: ProcessFileName, sha256: Sha256, content: Type.String() });

/** Files of a process application as they were when a version was deployed, or as they run now. */
export const ApplicationFiles = Closed({
  processKey: Slug,
  version: Nullable(Type.Integer()),
  files: Type.Array(ApplicationFile),
});
export type ApplicationFiles = Static<typeof ApplicationFiles>;

export const RestoreVersion = Closed({
  title: Type.String({ minLength: 1, maxLength: 200 }),
  files: Type.Array(ProcessFileName, { minItems: 1, maxItems: MAX_PROCESS_FILES, uniqueItems: true }),
});
export type RestoreVersion = Static<typeof RestoreVersion>;
