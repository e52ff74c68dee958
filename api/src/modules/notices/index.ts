import type { AnyRoute } from '#api/http/route.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler } from '#api/platform/jobs.ts';
import { smtpMailer } from '../notifications/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { maySee } from './may-see.ts';
import { noticeBoard, type NoticeBoard } from './notice-board.ts';
import { noticesRoutes } from './notices.routes.ts';
import { noticesView } from './notices.view.ts';
import { SEND_NOTICE, sendNotice } from './send-notice.ts';

export { maySee, type MaySee } from './may-see.ts';
export { recipientHours } from './recipient-hours.ts';
export { noticeBoard, type NewNotice, type NoticeBoard } from './notice-board.ts';

type Deps = {
  db: Db;
  clock: Clock;
  staff: Pick<StaffService, 'get'>;
  visibility: Visibility;
  workingMoment: (username: string, at: Date) => Promise<Date>;
  smtpUrl: string | undefined;
  mailFrom: string;
  publicUrl: string;
};

export type NoticesModule = {
  board: NoticeBoard;
  routes: AnyRoute[];
  jobs: Record<string, JobHandler>;
  stop(): void;
};

/** What the product tells members of staff: in the product, and by e-mail where an address is known. */
export function noticesModule({
  db,
  clock,
  staff,
  visibility,
  workingMoment,
  smtpUrl,
  mailFrom,
  publicUrl,
}: Deps): NoticesModule {
  const board = noticeBoard({ db, clock, workingMoment, mail: smtpUrl !== undefined });
  const routes = noticesRoutes({ notices: noticesView({ db, clock, visibility }) });
  if (smtpUrl === undefined) return { board, routes, jobs: {}, stop: () => undefined };
  const mailer = smtpMailer({ smtpUrl, from: mailFrom });
  return {
    board,
    routes,
    jobs: {
      [SEND_NOTICE]: sendNotice({ db, clock, mailer, publicUrl, maySee: maySee({ staff, visibility }) }),
    },
    stop: () => mailer.close(),
  };
}
