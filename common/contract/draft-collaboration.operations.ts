import { Type } from '@sinclair/typebox';
import { Closed } from './common.ts';
import { EXAMPLE_ID, operation } from './operation.ts';
import { ProcessFileName } from './process-definitions.ts';
import {
  DraftComment,
  DraftComments,
  DraftPresence,
  DraftRevisionContent,
  DraftRevisionPage,
  ResolveComment,
  SavedDraftFile,
  ShowPresence,
  WriteComment,
} from './process-drafts.ts';

const Id = Type.String({ format: 'uuid' });
const OneDraft = Closed({ id: Id });
const OneRevision = Closed({ id: Id, revisionId: Id });

export const draftCollaborationOperations = {
  listDraftRevisions: operation({
    summary: 'The states that the files of a draft were in, newest first',
    params: OneDraft,
    query: Closed({
      file: Type.Optional(ProcessFileName),
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: DraftRevisionPage,
    problems: ['draft-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  readDraftRevision: operation({
    summary: 'A file as it was',
    params: OneRevision,
    response: DraftRevisionContent,
    problems: ['draft-file-not-found'],
    example: { params: { id: EXAMPLE_ID, revisionId: EXAMPLE_ID } },
  }),

  restoreDraftRevision: operation({
    summary: 'Bring an earlier state of a file back, as its newest',
    params: OneRevision,
    body: Closed({ expectedVersion: Type.Integer({ minimum: 0 }) }),
    response: SavedDraftFile,
    problems: [
      'draft-not-found',
      'draft-file-not-found',
      'draft-not-open',
      'version-conflict',
      'draft-file-limit-reached',
      'draft-quota-exceeded',
    ],
    example: { params: { id: EXAMPLE_ID, revisionId: EXAMPLE_ID }, body: { expectedVersion: 1 } },
  }),

  listDraftComments: operation({
    summary: 'What people say to each other about a draft, oldest first',
    params: OneDraft,
    response: DraftComments,
    problems: ['draft-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  writeDraftComment: operation({
    summary: 'Say something about a file of a draft, or about an element in it',
    params: OneDraft,
    body: WriteComment,
    response: DraftComment,
    status: 201,
    problems: ['draft-not-found', 'comment-not-found'],
    example: {
      params: { id: EXAMPLE_ID },
      body: { file: 'road-defect.bpmn', elementId: 'Task_Inspect', text: 'چرا؟' },
    },
  }),

  settleDraftComment: operation({
    summary: 'Mark a comment as settled, or take that back',
    params: Closed({ id: Id, commentId: Id }),
    body: ResolveComment,
    response: DraftComment,
    problems: ['comment-not-found'],
    example: { params: { id: EXAMPLE_ID, commentId: EXAMPLE_ID }, body: { resolved: true } },
  }),

  showPresence: operation({
    summary: 'Say that a window has the draft open, and hear who else is there and what was saved',
    description: 'Say it every ten seconds; who was silent for thirty has gone.',
    params: Closed({ id: Id, clientId: Id }),
    body: ShowPresence,
    response: DraftPresence,
    problems: ['draft-not-found'],
    example: {
      params: { id: EXAMPLE_ID, clientId: EXAMPLE_ID },
      body: { file: 'road-defect.bpmn', elementId: null },
    },
  }),

  endPresence: operation({
    summary: 'Say that a window was closed',
    params: Closed({ id: Id, clientId: Id }),
    problems: [],
    example: { params: { id: EXAMPLE_ID, clientId: EXAMPLE_ID } },
  }),
};
