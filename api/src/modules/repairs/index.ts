export { REPAIR_KINDS } from './repairs.repo.ts';
export { repairsService, type RepairsService } from './repairs.service.ts';
