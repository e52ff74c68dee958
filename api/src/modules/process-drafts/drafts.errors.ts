import { defineProblem } from '#api/platform/problems.ts';

export class DraftNotFound extends defineProblem({
  code: 'draft-not-found',
  status: 404,
  title: 'There is no such draft',
}) {}

export class DraftFileNotFound extends defineProblem({
  code: 'draft-file-not-found',
  status: 404,
  title: 'The draft holds no such file, or no such state of it',
}) {}

export class CommentNotFound extends defineProblem({
  code: 'comment-not-found',
  status: 404,
  title: 'There is no such comment in this draft',
}) {}

export class DraftNotOpen extends defineProblem({
  code: 'draft-not-open',
  status: 409,
  title: 'The draft is being reviewed or is done with; its files are as they are',
}) {}

export class ProcessExists extends defineProblem({
  code: 'process-exists',
  status: 409,
  title: 'There is a process of this key already',
}) {}

export class ProcessNotFound extends defineProblem({
  code: 'process-not-found',
  status: 422,
  title: 'There is no process of this key',
}) {}

export class FileRejected extends defineProblem({
  code: 'file-rejected',
  status: 422,
  title: 'This file is not taken; nothing was changed',
}) {}

export class DiagramNotRemovable extends defineProblem({
  code: 'diagram-not-removable',
  status: 422,
  title: 'A diagram that runs cannot be taken away',
}) {}

export class DraftFileLimitReached extends defineProblem({
  code: 'draft-file-limit-reached',
  status: 422,
  title: 'The draft changes as many files as one release takes',
}) {}

export class DraftQuotaExceeded extends defineProblem({
  code: 'draft-quota-exceeded',
  status: 429,
  title: 'You have saved as much in drafts as one person may within a day',
}) {}
