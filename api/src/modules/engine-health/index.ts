import type { Engine } from '../../engine/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { AuditLog } from '../audit/index.ts';
import { engineHealthRoutes } from './engine-health.routes.ts';
import { engineHealthView } from './engine-health.view.ts';

type Deps = {
  db: Db;
  clock: Clock;
  engine: Pick<Engine, 'commands' | 'status' | 'replay'>;
  stuckSteps: () => Promise<number>;
  jobTypes: () => readonly string[];
  audit: AuditLog;
};

/** How the engine fares, for those who run it. */
export function engineHealthModule({ db, clock, engine, stuckSteps, jobTypes, audit }: Deps) {
  const { commands, status, replay } = engine;
  const view = engineHealthView({ db, clock, commands, status, stuckSteps, jobTypes });
  return { routes: engineHealthRoutes({ view, replay, audit }) };
}
