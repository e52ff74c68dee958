import { Type } from '@sinclair/typebox';
import { Closed, Slug } from './common.ts';
import { EXAMPLE_ID, operation } from './operation.ts';
import { ProcessFileName } from './process-definitions.ts';
import {
  CheckedFiles,
  CreateDraft,
  Draft,
  DraftFileContent,
  DraftPage,
  ImportedFile,
  ImportFile,
  ListDrafts,
  ProcessApplications,
  RenameDraft,
  RunningFileContent,
  SavedDraftFile,
  SaveDraftFile,
} from './process-drafts.ts';

const OneDraft = Closed({ id: Type.String({ format: 'uuid' }) });
const OneFile = Closed({ id: Type.String({ format: 'uuid' }), name: ProcessFileName });
const FULL = ['draft-file-limit-reached', 'draft-quota-exceeded'];

export const processDraftsOperations = {
  listProcesses: operation({
    summary: 'Every process with its running version, files, running instances and the drafts under way',
    response: ProcessApplications,
    problems: [],
  }),

  readRunningFile: operation({
    summary: 'A file as it runs',
    params: Closed({ processKey: Slug, name: ProcessFileName }),
    response: RunningFileContent,
    problems: ['draft-file-not-found'],
    example: { params: { processKey: 'road-defect', name: 'road-defect.bpmn' } },
  }),

  listDrafts: operation({
    summary: 'The drafts, what was changed last first',
    query: ListDrafts,
    response: DraftPage,
    problems: [],
  }),

  createDraft: operation({
    summary: 'Begin to change a process, or to make a new one',
    body: CreateDraft,
    response: Draft,
    status: 201,
    problems: ['process-not-found', 'process-exists'],
    example: { body: { processKey: 'road-defect', title: 'پیش‌نویس', newProcess: { fa: 'نو', en: 'New' } } },
  }),

  readDraft: operation({
    summary: 'A draft with the files of its process as they would be',
    params: OneDraft,
    response: Draft,
    problems: ['draft-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  renameDraft: operation({
    summary: 'Give a draft another title',
    params: OneDraft,
    body: RenameDraft,
    response: Draft,
    problems: ['draft-not-found', 'draft-not-open', 'version-conflict'],
    example: { params: { id: EXAMPLE_ID }, body: { title: 'پیش‌نویس', expectedVersion: 1 } },
  }),

  discardDraft: operation({
    summary: 'End a draft without deploying it',
    params: OneDraft,
    response: Draft,
    problems: ['draft-not-found', 'draft-not-open'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  readDraftFile: operation({
    summary: 'A file as the draft has it; `content` is null where the draft takes it away',
    params: OneFile,
    response: DraftFileContent,
    problems: ['draft-not-found', 'draft-file-not-found'],
    example: { params: { id: EXAMPLE_ID, name: 'road-defect.bpmn' } },
  }),

  saveDraftFile: operation({
    summary: 'Keep a file; the same content again makes no new version',
    params: OneFile,
    body: SaveDraftFile,
    response: SavedDraftFile,
    problems: ['draft-not-found', 'draft-not-open', 'version-conflict', 'file-rejected', ...FULL],
    example: {
      params: { id: EXAMPLE_ID, name: 'road-defect.bpmn' },
      body: { content: '<a />', expectedVersion: 0, seenRunning: 'a' },
    },
  }),

  removeDraftFile: operation({
    summary: 'Take a file of the draft away, or say that one that runs is to go',
    params: OneFile,
    query: Closed({ expectedVersion: Type.Integer({ minimum: 0 }) }),
    problems: [
      'draft-not-found',
      'draft-file-not-found',
      'draft-not-open',
      'version-conflict',
      'diagram-not-removable',
      'draft-file-limit-reached',
    ],
    example: { params: { id: EXAMPLE_ID, name: 'road-defect.bpmn' }, query: { expectedVersion: 1 } },
  }),

  importDraftFile: operation({
    summary: 'Take in a file from elsewhere, or be told why it is not taken',
    description:
      'Without `as` the file is called as it was sent. What other tools wrote into a diagram stays; what another engine needs cannot come over.',
    params: OneDraft,
    body: ImportFile,
    response: ImportedFile,
    problems: [
      'draft-not-found',
      'draft-not-open',
      'version-conflict',
      'file-rejected',
      'sandbox-limit-exceeded',
      ...FULL,
    ],
    example: {
      params: { id: EXAMPLE_ID },
      body: { fileName: 'a.bpmn', content: '<a />', as: 'road-defect.bpmn', expectedVersion: 0 },
    },
  }),

  checkDraft: operation({
    summary: 'What the rules say of what a draft changes, as at its deployment',
    params: OneDraft,
    response: CheckedFiles,
    problems: ['draft-not-found', 'sandbox-limit-exceeded'],
    example: { params: { id: EXAMPLE_ID } },
  }),
};
