export { readModel } from './diagram-model.ts';
