export { carriersService, MEASURES, type Carriers } from './carriers.service.ts';
