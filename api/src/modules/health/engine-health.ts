import type { Engine } from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { DiskSpace } from '#api/platform/disk-space.ts';
import type { AuditLog } from '../audit/index.ts';
import { engineHealthRoutes } from './engine-health.routes.ts';
import { engineHealthView } from './engine-health.view.ts';

type Deps = {
  db: Db;
  clock: Clock;
  engine: Pick<Engine, 'commands' | 'status' | 'replay'>;
  stuckSteps: () => Promise<number>;
  jobTypes: () => readonly string[];
  room: () => Promise<DiskSpace | undefined>;
  audit: AuditLog;
};

/** Engine health, for operators. */
export function engineHealthModule({ engine, audit, ...deps }: Deps) {
  const { commands, status, replay } = engine;
  const view = engineHealthView({ ...deps, commands, status });
  return { routes: engineHealthRoutes({ view, replay, audit }) };
}
