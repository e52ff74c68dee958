import { defineRoute, type Route } from '#api/http/route.ts';
import type { Replayed } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { EngineHealthView } from './engine-health.view.ts';

type Deps = {
  view: EngineHealthView;
  replay: (ids: readonly string[]) => Promise<Replayed>;
  audit: AuditLog;
};

/** Routes by which administrators see the engine, and handle records that could not be read. */
export const engineHealthRoutes = ({ view, replay, audit }: Deps): Route[] => [
  defineRoute('readEngineHealth', {
    permission: 'engine:operate',
    handle: () => view.health(),
  }),
  defineRoute('listQuarantine', {
    permission: 'engine:operate',
    handle: ({ query }) => view.quarantine(query),
  }),
  defineRoute('replayQuarantine', {
    permission: 'engine:operate',
    async handle({ body: { ids, reason }, user, httpRequestId, remoteAddress }) {
      const outcome = await replay(ids);
      await audit.write({
        actor: user.username,
        action: 'quarantine.replayed',
        object: { kind: 'engine', id: 'quarantine' },
        reason,
        details: { ids, ...outcome },
        result: outcome.left > 0 ? 'failed' : 'done',
        httpRequestId,
        remoteAddress,
      });
      return outcome;
    },
  }),
];
