export { modellingView } from './modelling.view.ts';
