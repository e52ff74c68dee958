export { summarizeChanges } from './change-summary.ts';
