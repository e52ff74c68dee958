export { loadRouting, type Routing } from './load-routing.ts';
