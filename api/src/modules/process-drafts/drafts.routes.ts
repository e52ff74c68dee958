import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import {
  CheckedFiles,
  Closed,
  CreateDraft,
  Draft,
  DraftFileContent,
  DraftPage,
  ImportedFile,
  ImportFile,
  ListDrafts,
  ProcessApplications,
  ProcessFileName,
  RenameDraft,
  RunningFileContent,
  SavedDraftFile,
  SaveDraftFile,
  Slug,
} from '#common/contract/index.ts';
import type { CountRunning } from '../process-instances/index.ts';
import type { DraftChecks } from './draft-checks.ts';
import type { DraftsService } from './drafts.service.ts';
import { listDrafts, readDraft, readDraftFile, readRunningFile } from './drafts.view.ts';
import { importedName } from './imported-file-checks.ts';
import { listProcesses } from './processes.view.ts';

type Deps = { db: Db; countRunning: CountRunning; service: DraftsService; checks: DraftChecks };

const OneDraft = Closed({ id: Type.String({ format: 'uuid' }) });
const OneFile = Closed({ id: Type.String({ format: 'uuid' }), name: ProcessFileName });

const FULL = ['draft-full', 'too-much-saved'];

/** Limit for one file: in JSON a Persian letter takes two bytes, and so does a quotation mark. */
const FILE_BODY = '3mb';
/** Limit for an import: a file that is too large is read so far, to tell its size. */
const IMPORT_BODY = '24mb';

export const draftsRoutes = ({ db, countRunning, service, checks }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/processes',
    operationId: 'listProcesses',
    summary: 'Every process with its running version, files, running instances and the drafts under way',
    permission: 'process:read',
    response: ProcessApplications,
    problems: [],
    handle: () => listProcesses({ db, countRunning }),
  }),

  defineRoute({
    method: 'get',
    path: '/processes/:processKey/files/*name',
    operationId: 'readRunningFile',
    summary: 'A file as it runs',
    permission: 'process:read',
    params: Closed({ processKey: Slug, name: ProcessFileName }),
    response: RunningFileContent,
    problems: ['draft-file-not-found'],
    handle: ({ params: { name } }) => readRunningFile(db, name),
  }),

  defineRoute({
    method: 'get',
    path: '/drafts',
    operationId: 'listDrafts',
    summary: 'The drafts, what was changed last first',
    permission: 'process:read',
    query: ListDrafts,
    response: DraftPage,
    problems: [],
    handle: ({ query }) => listDrafts(db, query),
  }),

  defineRoute({
    method: 'post',
    path: '/drafts',
    operationId: 'createDraft',
    summary: 'Begin to change a process, or to make a new one',
    permission: 'process:draft',
    body: CreateDraft,
    response: Draft,
    status: 201,
    problems: ['unknown-process', 'process-exists'],
    handle: async ({ body, user, httpRequestId }) =>
      readDraft(db, await service.create(body, { by: user.username, httpRequestId })),
  }),

  defineRoute({
    method: 'get',
    path: '/drafts/:id',
    operationId: 'readDraft',
    summary: 'A draft with the files of its process as they would be',
    permission: 'process:read',
    params: OneDraft,
    response: Draft,
    problems: ['draft-not-found'],
    handle: ({ params }) => readDraft(db, params.id),
  }),

  defineRoute({
    method: 'patch',
    path: '/drafts/:id',
    operationId: 'renameDraft',
    summary: 'Give a draft another title',
    permission: 'process:draft',
    params: OneDraft,
    body: RenameDraft,
    response: Draft,
    problems: ['draft-not-found', 'draft-not-open', 'changed-meanwhile'],
    handle: async ({ params: { id }, body, user, httpRequestId }) => {
      await service.rename(id, body, { by: user.username, httpRequestId });
      return readDraft(db, id);
    },
  }),

  defineRoute({
    method: 'post',
    path: '/drafts/:id/discard',
    operationId: 'discardDraft',
    summary: 'End a draft without deploying it',
    permission: 'process:draft',
    params: OneDraft,
    response: Draft,
    problems: ['draft-not-found', 'draft-not-open'],
    handle: async ({ params: { id }, user, httpRequestId }) => {
      await service.discard(id, { by: user.username, httpRequestId });
      return readDraft(db, id);
    },
  }),

  defineRoute({
    method: 'get',
    path: '/drafts/:id/files/*name',
    operationId: 'readDraftFile',
    summary: 'A file as the draft has it; `content` is null where the draft takes it away',
    permission: 'process:read',
    params: OneFile,
    response: DraftFileContent,
    problems: ['draft-not-found', 'draft-file-not-found'],
    handle: ({ params }) => readDraftFile(db, params.id, params.name),
  }),

  defineRoute({
    method: 'put',
    path: '/drafts/:id/files/*name',
    operationId: 'saveDraftFile',
    summary: 'Keep a file; the same content again makes no new version',
    permission: 'process:draft',
    inTurn: 'reading',
    params: OneFile,
    body: SaveDraftFile,
    bodyLimit: FILE_BODY,
    response: SavedDraftFile,
    problems: ['draft-not-found', 'draft-not-open', 'changed-meanwhile', 'file-not-taken', ...FULL],
    handle: ({ params: { id, name }, body, user, httpRequestId }) =>
      service.save(id, name, body, { by: user.username, httpRequestId }),
  }),

  defineRoute({
    method: 'delete',
    path: '/drafts/:id/files/*name',
    operationId: 'removeDraftFile',
    summary: 'Take a file of the draft away, or say that one that runs is to go',
    permission: 'process:draft',
    params: OneFile,
    query: Closed({ expectedVersion: Type.Integer({ minimum: 0 }) }),
    problems: [
      'draft-not-found',
      'draft-file-not-found',
      'draft-not-open',
      'changed-meanwhile',
      'diagram-stays',
      'draft-full',
    ],
    handle: async ({ params: { id, name }, query, user, httpRequestId }) => {
      await service.remove(id, name, query.expectedVersion, { by: user.username, httpRequestId });
      return undefined;
    },
  }),

  defineRoute({
    method: 'post',
    path: '/drafts/:id/imports',
    operationId: 'importDraftFile',
    summary: 'Take in a file from elsewhere, or be told why it is not taken',
    description:
      'Without `as` the file is called as it was sent. What other tools wrote into a diagram stays; what another engine needs cannot come over.',
    permission: 'process:draft',
    inTurn: 'reading',
    params: OneDraft,
    body: ImportFile,
    bodyLimit: IMPORT_BODY,
    response: ImportedFile,
    problems: [
      'draft-not-found',
      'draft-not-open',
      'changed-meanwhile',
      'file-not-taken',
      'did-not-end',
      ...FULL,
    ],
    handle: ({ params: { id }, body, user, httpRequestId }) =>
      service.import(id, { ...body, name: importedName(body) }, { by: user.username, httpRequestId }),
  }),

  defineRoute({
    method: 'post',
    path: '/drafts/:id/check',
    operationId: 'checkDraft',
    summary: 'What the rules say of what a draft changes, as at its deployment',
    permission: 'process:read',
    inTurn: 'checking',
    params: OneDraft,
    response: CheckedFiles,
    problems: ['draft-not-found', 'did-not-end'],
    handle: ({ params }) => checks.check(params.id),
  }),
];
