import type { ConflictsService } from '../../modules/conflicts/index.ts';
import type { SentForms } from '../../modules/tasks/index.ts';

export type StaffComplaintDeps = { conflicts: ConflictsService; sentForms: SentForms };
