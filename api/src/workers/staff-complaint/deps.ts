import type { ConflictsService } from '#api/modules/conflicts/index.ts';
import type { SubmittedForms } from '#api/modules/tasks/index.ts';

export type StaffComplaintDeps = { conflicts: ConflictsService; submittedForms: SubmittedForms };
