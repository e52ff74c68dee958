export { readActivationTargets } from './modification-targets.ts';
