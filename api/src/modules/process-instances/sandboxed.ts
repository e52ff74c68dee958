export { readActivationTargets } from './batch-operations/modification-targets.ts';
export { readModel } from './migration/diagram-model.ts';
export { plainDiagram } from './plain-diagram.ts';
