import type { Route } from '#api/http/route.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler } from '#api/platform/jobs.ts';
import type { Mailer } from '#api/platform/mail.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { canSeeRequest } from './can-see-request.ts';
import { noticesRoutes } from './notices.routes.ts';
import { type NoticesService, noticesService } from './notices.service.ts';
import { noticesView } from './notices.view.ts';
import { SEND_NOTICE, sendNotice } from './send-notice.ts';

export { canSeeRequest, type CanSeeRequest } from './can-see-request.ts';
export { staffWorkingMoment } from './staff-working-moment.ts';
export { noticesService, type NewNotice, type NoticesService } from './notices.service.ts';

type Deps = {
  db: Db;
  clock: Clock;
  staff: Pick<StaffService, 'get'>;
  visibility: Visibility;
  nextWorkingMoment: (username: string, at: Date) => Promise<Date>;
  /** Undefined when there is no mail server. */
  mailer: Mailer | undefined;
  publicUrl: string;
};

export type NoticesModule = {
  service: NoticesService;
  routes: Route[];
  jobs: Record<string, JobHandler>;
};

/** Notices module: what the system tells members of staff, inside the product and by e-mail where an address
 *  is known. */
export function noticesModule({
  db,
  clock,
  staff,
  visibility,
  nextWorkingMoment,
  mailer,
  publicUrl,
}: Deps): NoticesModule {
  const service = noticesService({ db, clock, nextWorkingMoment, mail: mailer !== undefined });
  const routes = noticesRoutes({ notices: noticesView({ db, clock, visibility }) });
  if (!mailer) return { service, routes, jobs: {} };
  return {
    service,
    routes,
    jobs: {
      [SEND_NOTICE]: sendNotice({
        db,
        mailer,
        publicUrl,
        canSeeRequest: canSeeRequest({ staff, visibility }),
      }),
    },
  };
}
