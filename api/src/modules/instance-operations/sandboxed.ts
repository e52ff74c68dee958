export { readTargets } from './move-targets.ts';
