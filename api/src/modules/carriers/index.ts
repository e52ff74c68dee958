export { carriersService, CARRIER_MEASURES, type CarriersService } from './carriers.service.ts';
