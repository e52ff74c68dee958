export { readActivationTargets } from './batch/modification-targets.ts';
export { readModel } from './migration/diagram-model.ts';
export { plainDiagram } from './plain-diagram.ts';
