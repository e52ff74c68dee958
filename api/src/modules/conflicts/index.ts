export { conflictsService, type ConflictsService } from './conflicts.service.ts';
