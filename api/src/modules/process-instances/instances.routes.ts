import { Type } from '@sinclair/typebox';
import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import {
  Bottlenecks,
  Closed,
  ElementDurations,
  EngineKey,
  FindInstances,
  IncidentPage,
  InstanceCount,
  InstancePage,
  InstanceView,
  ListIncidents,
  ListInstances,
  LiveElements,
  LiveProcesses,
  VersionDiagram,
  VersionOfProcess,
} from '#common/contract/index.ts';
import type { AuditEntry, AuditLog } from '../audit/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { listIncidents } from './incidents.view.ts';
import type { InstanceDetailView } from './instance-detail.view.ts';
import { InstanceNotFound, VersionNotFound } from './instances.errors.ts';
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

const VERSION = '/instances/processes/:processKey/:version';

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
}: Deps): AnyRoute[] => {
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
    defineRoute({
      method: 'get',
      path: '/instances',
      operationId: 'listInstances',
      summary: 'Process instances, the newest first; with elementId the longest waiting first',
      description:
        'Test runs are left out. trackingCode and nationalId find only requests that the caller may see. variable with value (and valueType, text unless given) finds by a variable of the process.',
      permission: 'instance:read',
      query: ListInstances,
      response: InstancePage,
      problems: ['invalid-input'],
      async handle({ query, ...caller }) {
        await recordSearch(query, caller);
        return instances.list(query, await visibility.of(caller.user));
      },
    }),

    defineRoute({
      method: 'get',
      path: '/instances/count',
      operationId: 'countInstances',
      summary: 'How many instances a filter finds, up to ten thousand',
      permission: 'instance:read',
      query: FindInstances,
      response: InstanceCount,
      problems: ['invalid-input'],
      async handle({ query, ...caller }) {
        await recordSearch(query, caller);
        return instances.count(query, await visibility.of(caller.user));
      },
    }),

    defineRoute({
      method: 'get',
      path: '/instances/processes',
      operationId: 'listLiveProcesses',
      summary: 'The versions of processes with how many instances run in them and how many stand still',
      permission: 'instance:read',
      response: LiveProcesses,
      problems: [],
      handle: async () => ({ items: await live.processes() }),
    }),

    defineRoute({
      method: 'get',
      path: '/instances/bottlenecks',
      operationId: 'readBottlenecks',
      summary:
        'Where cases wait, by element and department, now and over the last 30 days; worked out once a minute',
      permission: 'instance:read',
      response: Bottlenecks,
      problems: [],
      handle: () => bottlenecks(),
    }),

    defineRoute({
      method: 'get',
      path: `${VERSION}/diagram`,
      operationId: 'readVersionDiagram',
      summary: 'The diagram of a version and the names on it',
      permission: 'instance:read',
      params: VersionOfProcess,
      response: VersionDiagram,
      problems: ['process-version-not-found'],
      async handle({ params }) {
        const diagram = await live.diagram(params);
        if (!diagram) throw new VersionNotFound();
        return diagram;
      },
    }),

    defineRoute({
      method: 'get',
      path: `${VERSION}/live`,
      operationId: 'readLiveElements',
      summary: 'Tokens and open incidents by element of a version',
      permission: 'instance:read',
      params: VersionOfProcess,
      response: LiveElements,
      problems: [],
      handle: ({ params }) => live.elements(params),
    }),

    defineRoute({
      method: 'get',
      path: `${VERSION}/durations`,
      operationId: 'readElementDurations',
      summary: 'How often and how long the elements of a version were passed in the last days',
      permission: 'instance:read',
      params: VersionOfProcess,
      query: Closed({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })) }),
      response: ElementDurations,
      problems: [],
      handle: ({ params, query }) => live.durations({ ...params, days: query.days ?? 30 }),
    }),

    defineRoute({
      method: 'get',
      path: '/instances/:key',
      operationId: 'readInstance',
      summary: 'One instance: its path, variables, jobs, what it waits for, what happened',
      permission: 'instance:read',
      params: Closed({ key: EngineKey }),
      response: InstanceView,
      problems: ['instance-not-found'],
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

    defineRoute({
      method: 'get',
      path: '/incidents',
      operationId: 'listIncidents',
      summary: 'Open incidents, the oldest first',
      permission: 'instance:read',
      query: ListIncidents,
      response: IncidentPage,
      problems: ['invalid-input'],
      handle: ({ query }) => listIncidents(db, query),
    }),
  ];
};
