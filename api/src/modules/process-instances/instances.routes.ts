import { defineRoute, type Route } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Bottlenecks, ListInstances } from '#common/contract/index.ts';
import type { AuditEntry, AuditLog } from '../audit/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { listIncidents } from './incidents.view.ts';
import type { InstanceDetailView } from './instance-detail.view.ts';
import { InstanceNotFound, ProcessVersionNotFound } from './instances.errors.ts';
import type { InstancesView } from './instances.view.ts';
import type { LiveView } from './live.view.ts';

type Caller = { user: Staff; httpRequestId: string; remoteAddress: string };

type Deps = {
  db: Db;
  instances: InstancesView;
  instance: InstanceDetailView;
  live: LiveView;
  bottlenecks: () => Promise<Bottlenecks>;
  visibility: Visibility;
  audit: AuditLog;
};

/** Routes by which operators and analysts read running and ended instances: ids and routing facts; data of a
 *  request only as far as the viewer sees that request. Opening an instance of a confidential matter, and
 *  searching by a variable, are audited. */
export const instancesRoutes = ({
  db,
  instances,
  instance,
  live,
  bottlenecks,
  visibility,
  audit,
}: Deps): Route[] => {
  const record = (
    what: Pick<AuditEntry, 'action' | 'object' | 'details'>,
    { user, httpRequestId, remoteAddress }: Caller,
  ): Promise<void> =>
    audit.write({ actor: user.username, ...what, result: 'done', httpRequestId, remoteAddress });

  const recordSearch = async (
    { variable, processKey, after }: ListInstances,
    caller: Caller,
  ): Promise<void> => {
    if (variable === undefined || after !== undefined) return;
    await record(
      {
        action: 'variable.searched',
        object: { kind: 'variable', id: variable },
        details: { process: processKey ?? null },
      },
      caller,
    );
  };
  return [
    defineRoute('listInstances', {
      permission: 'instance:read',
      async handle({ query, ...caller }) {
        await recordSearch(query, caller);
        return instances.list(query, await visibility.of(caller.user));
      },
    }),

    defineRoute('countInstances', {
      permission: 'instance:read',
      async handle({ query, ...caller }) {
        await recordSearch(query, caller);
        return instances.count(query, await visibility.of(caller.user));
      },
    }),

    defineRoute('listLiveProcesses', {
      permission: 'instance:read',
      handle: async () => ({ items: await live.processes() }),
    }),

    defineRoute('readBottlenecks', {
      permission: 'instance:read',
      handle: () => bottlenecks(),
    }),

    defineRoute('readVersionDiagram', {
      permission: 'instance:read',
      async handle({ params }) {
        const diagram = await live.diagram(params);
        if (!diagram) throw new ProcessVersionNotFound();
        return diagram;
      },
    }),

    defineRoute('readLiveElements', {
      permission: 'instance:read',
      handle: ({ params }) => live.elements(params),
    }),

    defineRoute('readElementDurations', {
      permission: 'instance:read',
      handle: ({ params, query }) => live.durations({ ...params, days: query.days ?? 30 }),
    }),

    defineRoute('readInstance', {
      permission: 'instance:read',
      async handle({ params, ...caller }) {
        const found = await instance.one(params.key, await visibility.of(caller.user));
        if (!found) throw new InstanceNotFound();
        if (found.confidential)
          await record(
            {
              action: 'confidential-instance.opened',
              object: { kind: 'instance', id: params.key },
              details: { variables: found.instance.variables.map(({ name }) => name) },
            },
            caller,
          );
        return found.instance;
      },
    }),

    defineRoute('listIncidents', {
      permission: 'instance:read',
      handle: ({ query }) => listIncidents(db, query),
    }),
  ];
};
