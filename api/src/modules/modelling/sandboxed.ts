export { authoringView } from './modelling.view.ts';
