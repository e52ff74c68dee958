import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import {
  EngineHealth,
  ListQuarantine,
  QuarantinePage,
  Replayed,
  ReplayQuarantine,
} from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { EngineHealthView } from './engine-health.view.ts';

type Deps = {
  view: EngineHealthView;
  replay: (ids: readonly string[]) => Promise<Replayed>;
  audit: AuditLog;
};

/** Routes by which administrators see the engine, and handle records that could not be read. */
export const engineHealthRoutes = ({ view, replay, audit }: Deps): AnyRoute[] => [
  defineRoute({
    method: 'get',
    path: '/engine',
    operationId: 'readEngineHealth',
    summary: 'Brokers, partitions, the read side, waiting messages and job workers, as this node sees them',
    permission: 'engine:operate',
    response: EngineHealth,
    problems: [],
    handle: () => view.health(),
  }),
  defineRoute({
    method: 'get',
    path: '/engine/quarantine',
    operationId: 'listQuarantine',
    summary: 'Records of the engine that could not be read, the oldest first, without what they hold',
    permission: 'engine:operate',
    query: ListQuarantine,
    response: QuarantinePage,
    problems: ['invalid-input'],
    handle: ({ query }) => view.quarantine(query),
  }),
  defineRoute({
    method: 'post',
    path: '/engine/quarantine/replays',
    operationId: 'replayQuarantine',
    summary: 'Read quarantined records again; what fails again stays, with why',
    description: 'Repeating it is harmless: what left the quarantine meanwhile counts as neither.',
    permission: 'engine:operate',
    body: ReplayQuarantine,
    response: Replayed,
    problems: ['invalid-input'],
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
