import { type Static, Type } from '@sinclair/typebox';
import { Closed, Nullable, OneOf, Slug, Text, Timestamp } from './common.ts';
import { Confidential, MaskedCount } from './instances.ts';
import { MAX_PROCESS_FILE, ProcessFileKind, ProcessFileName, ProcessFinding } from './process-definitions.ts';

const Id = Type.String({ format: 'uuid' });
const Username = Type.String();
const Sha256 = Type.String();
const Title = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });
const ElementId = Type.String({ minLength: 1, maxLength: 200 });

export const DRAFT_STATES = ['open', 'in-review', 'approved', 'scheduled', 'deployed', 'discarded'] as const;
export const DraftState = OneOf(DRAFT_STATES);
export type DraftState = Static<typeof DraftState>;

/** A file of the process application as it will be once the draft is deployed. */
export const DraftFile = Closed({
  name: ProcessFileName,
  kind: ProcessFileKind,
  change: OneOf(['none', 'changed', 'added', 'removed']),
  version: Type.Integer({ description: '0 as long as the draft has not touched it' }),
  sha256: Nullable(Sha256),
  runningSha256: Nullable(Sha256),
  outdated: Type.Boolean({
    description: 'Something else runs now than when the draft first changed the file',
  }),
  savedBy: Nullable(Username),
  savedAt: Nullable(Timestamp),
});
export type DraftFile = Static<typeof DraftFile>;

const draft = {
  id: Id,
  processKey: Slug,
  name: Nullable(Text),
  title: Type.String(),
  state: DraftState,
  createdBy: Username,
  createdAt: Timestamp,
  changedAt: Timestamp,
  version: Type.Integer(),
};

export const Draft = Closed({ ...draft, files: Type.Array(DraftFile) });
export type Draft = Static<typeof Draft>;

export const DraftSummary = Closed({
  ...draft,
  changedFiles: Type.Integer(),
  openComments: Type.Integer(),
});
export type DraftSummary = Static<typeof DraftSummary>;

export const DraftPage = Closed({ items: Type.Array(DraftSummary), next: Nullable(Type.String()) });
export type DraftPage = Static<typeof DraftPage>;

export const ListDrafts = Closed({
  processKey: Type.Optional(Slug),
  state: Type.Optional(DraftState),
  underWay: Type.Optional(
    Type.Boolean({ description: 'Only those that are neither deployed nor discarded' }),
  ),
  after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
});
export type ListDrafts = Static<typeof ListDrafts>;

export const CreateDraft = Closed({
  id: Type.Optional(
    Type.String({ format: 'uuid', description: 'Yours; the same again makes no second draft' }),
  ),
  processKey: Slug,
  title: Title,
  newProcess: Type.Optional(
    Closed({
      fa: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
      en: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    }),
  ),
});
export type CreateDraft = Static<typeof CreateDraft>;

export const RenameDraft = Closed({ title: Title, expectedVersion: Type.Integer() });

export const DraftFileContent = Closed({
  name: ProcessFileName,
  content: Nullable(Type.String()),
  version: Type.Integer(),
  sha256: Nullable(Sha256),
  savedBy: Nullable(Username),
  savedAt: Nullable(Timestamp),
});
export type DraftFileContent = Static<typeof DraftFileContent>;

export const RunningFileContent = Closed({
  name: ProcessFileName,
  content: Type.String(),
  sha256: Sha256,
});
export type RunningFileContent = Static<typeof RunningFileContent>;

export const SaveDraftFile = Closed({
  content: Type.String({ maxLength: MAX_PROCESS_FILE }),
  expectedVersion: Type.Integer({ minimum: 0 }),
  seenRunning: Type.Optional(
    Type.String({
      maxLength: 64,
      description:
        'The hash of what runs now, when this was written with it in view: the file is no longer outdated',
    }),
  ),
});
export type SaveDraftFile = Static<typeof SaveDraftFile>;

export const SavedDraftFile = Closed({
  name: ProcessFileName,
  version: Type.Integer(),
  sha256: Nullable(Sha256),
  savedBy: Username,
  savedAt: Timestamp,
  findings: Type.Array(ProcessFinding, { description: 'Why the file cannot be read, if it cannot' }),
});
export type SavedDraftFile = Static<typeof SavedDraftFile>;

/** Maximum length of a file that is still examined to report that it is too large. */
export const MAX_IMPORT = 16_000_000;

export const ImportFile = Closed({
  fileName: Type.String({ minLength: 1, maxLength: 255 }),
  content: Type.String({ maxLength: MAX_IMPORT }),
  as: Type.Optional(ProcessFileName),
  expectedVersion: Type.Integer({ minimum: 0 }),
});
export type ImportFile = Static<typeof ImportFile>;

export const ImportedFile = Closed({
  file: SavedDraftFile,
  notes: Type.Array(Text, { description: 'What was changed about the file to fit it in' }),
});
export type ImportedFile = Static<typeof ImportedFile>;

export const DraftRevision = Closed({
  id: Id,
  name: ProcessFileName,
  version: Type.Integer(),
  action: OneOf(['saved', 'imported', 'restored', 'removed', 'reset']),
  sha256: Nullable(Sha256),
  size: Type.Integer({ description: 'In characters' }),
  savedBy: Username,
  savedAt: Timestamp,
});
export type DraftRevision = Static<typeof DraftRevision>;

export const DraftRevisionPage = Closed({
  items: Type.Array(DraftRevision),
  next: Nullable(Type.String()),
});
export type DraftRevisionPage = Static<typeof DraftRevisionPage>;

export const DraftRevisionContent = Closed({
  ...DraftRevision.properties,
  content: Nullable(Type.String()),
});
export type DraftRevisionContent = Static<typeof DraftRevisionContent>;

export const DraftComment = Closed({
  id: Id,
  file: ProcessFileName,
  elementId: Nullable(Type.String()),
  text: Type.String(),
  writtenBy: Username,
  writtenAt: Timestamp,
  resolvedBy: Nullable(Username),
  resolvedAt: Nullable(Timestamp),
});
export type DraftComment = Static<typeof DraftComment>;

export const DraftComments = Closed({ items: Type.Array(DraftComment) });
export type DraftComments = Static<typeof DraftComments>;

export const WriteComment = Closed({
  id: Type.Optional(
    Type.String({ format: 'uuid', description: 'Yours; the same again writes no second one' }),
  ),
  file: ProcessFileName,
  elementId: Nullable(ElementId),
  text: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
});
export type WriteComment = Static<typeof WriteComment>;

export const ResolveComment = Closed({ resolved: Type.Boolean() });

export const ShowPresence = Closed({
  file: Nullable(ProcessFileName),
  elementId: Nullable(ElementId),
});

/** People present in a draft, and what tells them to read it again. */
export const DraftPresence = Closed({
  people: Type.Array(
    Closed({
      clientId: Id,
      username: Username,
      name: Type.String(),
      file: Nullable(Type.String()),
      elementId: Nullable(Type.String()),
    }),
  ),
  state: DraftState,
  version: Type.Integer(),
  files: Type.Array(
    Closed({ name: ProcessFileName, version: Type.Integer(), savedBy: Username, savedAt: Timestamp }),
  ),
  comments: Closed({ open: Type.Integer(), total: Type.Integer() }),
});
export type DraftPresence = Static<typeof DraftPresence>;

export const CheckedFiles = Closed({
  errors: Type.Array(ProcessFinding),
  warnings: Type.Array(ProcessFinding),
  more: Type.Integer({ minimum: 0, description: 'How many findings there are besides' }),
});
export type CheckedFiles = Static<typeof CheckedFiles>;

/** A process with all of its files. */
export const ProcessApplication = Closed({
  processKey: Slug,
  name: Nullable(Text),
  running: Nullable(
    Closed({
      version: Type.Integer(),
      deployedAt: Timestamp,
      deployedBy: Nullable(Username),
      sha256: Nullable(Sha256),
    }),
  ),
  confidential: Confidential,
  /** Running instances, in any version. */
  instances: MaskedCount,
  drafts: Type.Array(Closed({ id: Id, title: Type.String(), state: DraftState })),
  files: Type.Array(ProcessFileName),
});
export type ProcessApplication = Static<typeof ProcessApplication>;

export const ProcessApplications = Closed({ items: Type.Array(ProcessApplication) });
export type ProcessApplications = Static<typeof ProcessApplications>;
