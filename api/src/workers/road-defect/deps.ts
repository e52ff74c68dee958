import type { RepairsService } from '#api/modules/repairs/index.ts';
import type { SubmittedForms } from '#api/modules/tasks/index.ts';

export type RoadDefectDeps = { repairs: RepairsService; submittedForms: SubmittedForms };
