import type { Repairs } from '#api/modules/repairs/index.ts';
import type { SentForms } from '#api/modules/tasks/index.ts';

export type RoadDefectDeps = { repairs: Repairs; sentForms: SentForms };
