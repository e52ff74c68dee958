export { openRouting, type Routing } from './routing-files.ts';
