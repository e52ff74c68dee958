export { REPAIR_KINDS } from './repairs.repo.ts';
export { repairsService, type Repairs } from './repairs.service.ts';
