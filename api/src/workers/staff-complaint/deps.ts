import type { ConflictsService } from '#api/modules/conflicts/index.ts';
import type { SentForms } from '#api/modules/tasks/index.ts';

export type StaffComplaintDeps = { conflicts: ConflictsService; sentForms: SentForms };
