export { readTargets } from './modification-targets.ts';
