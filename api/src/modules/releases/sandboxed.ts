export { whatChanged } from './what-changed.ts';
