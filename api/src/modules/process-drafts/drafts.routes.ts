import { defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import type { CountRunning } from '../process-instances/index.ts';
import type { DraftChecks } from './draft-checks.ts';
import type { DraftsService } from './drafts.service.ts';
import { listDrafts, readDraft, readDraftFile, readRunningFile } from './drafts.view.ts';
import { importedName } from './imported-file-checks.ts';
import { listProcesses } from './processes.view.ts';

type Deps = { db: Db; countRunning: CountRunning; service: DraftsService; checks: DraftChecks };

/** Limit for one file: in JSON a Persian letter takes two bytes, and so does a quotation mark. */
const FILE_BODY = '3mb';
/** Limit for an import: a file that is too large is read so far, to tell its size. */
const IMPORT_BODY = '24mb';

export const draftsRoutes = ({ db, countRunning, service, checks }: Deps) => [
  defineRoute('listProcesses', {
    permission: 'process:read',
    handle: () => listProcesses({ db, countRunning }),
  }),

  defineRoute('readRunningFile', {
    permission: 'process:read',
    handle: ({ params: { name } }) => readRunningFile(db, name),
  }),

  defineRoute('listDrafts', {
    permission: 'process:read',
    handle: ({ query }) => listDrafts(db, query),
  }),

  defineRoute('createDraft', {
    permission: 'process:draft',
    handle: async ({ body, user, httpRequestId }) =>
      readDraft(db, await service.create(body, { by: user.username, httpRequestId })),
  }),

  defineRoute('readDraft', {
    permission: 'process:read',
    handle: ({ params }) => readDraft(db, params.id),
  }),

  defineRoute('renameDraft', {
    permission: 'process:draft',
    handle: async ({ params: { id }, body, user, httpRequestId }) => {
      await service.rename(id, body, { by: user.username, httpRequestId });
      return readDraft(db, id);
    },
  }),

  defineRoute('discardDraft', {
    permission: 'process:draft',
    handle: async ({ params: { id }, user, httpRequestId }) => {
      await service.discard(id, { by: user.username, httpRequestId });
      return readDraft(db, id);
    },
  }),

  defineRoute('readDraftFile', {
    permission: 'process:read',
    handle: ({ params }) => readDraftFile(db, params.id, params.name),
  }),

  defineRoute('saveDraftFile', {
    permission: 'process:draft',
    inTurn: 'reading',
    bodyLimit: FILE_BODY,
    handle: ({ params: { id, name }, body, user, httpRequestId }) =>
      service.save(id, name, body, { by: user.username, httpRequestId }),
  }),

  defineRoute('removeDraftFile', {
    permission: 'process:draft',
    handle: async ({ params: { id, name }, query, user, httpRequestId }) => {
      await service.remove(id, name, query.expectedVersion, { by: user.username, httpRequestId });
      return undefined;
    },
  }),

  defineRoute('importDraftFile', {
    permission: 'process:draft',
    inTurn: 'reading',
    bodyLimit: IMPORT_BODY,
    handle: ({ params: { id }, body, user, httpRequestId }) =>
      service.import(id, { ...body, name: importedName(body) }, { by: user.username, httpRequestId }),
  }),

  defineRoute('checkDraft', {
    permission: 'process:read',
    inTurn: 'checking',
    handle: ({ params }) => checks.check(params.id),
  }),
];
