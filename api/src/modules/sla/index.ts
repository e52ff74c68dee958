export { slaService, type Deadlines, type Sla, type SlaTargets } from './sla.service.ts';
export { slaRoutes } from './sla.routes.ts';
export { CalendarWithoutWork, workingTime, type WorkingCalendar, type WorkingTime } from './working-time.ts';
