import type { Repairs } from '../../modules/repairs/index.ts';
import type { SentForms } from '../../modules/tasks/index.ts';

export type RoadDefectDeps = { repairs: Repairs; sentForms: SentForms };
