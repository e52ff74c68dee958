import { Type } from '@sinclair/typebox';
import { Closed, EngineKey } from './common.ts';
import {
  Bottlenecks,
  ElementDurations,
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
} from './instances.ts';
import { EXAMPLE_KEY, operation } from './operation.ts';

export const instancesOperations = {
  listInstances: operation({
    summary: 'Process instances, the newest first; with elementId the longest waiting first',
    description:
      'Test runs are left out. trackingCode and nationalId find only requests that the caller may see. variable with value (and valueType, text unless given) finds by a variable of the process.',
    query: ListInstances,
    response: InstancePage,
    problems: ['invalid-input'],
  }),

  countInstances: operation({
    summary: 'How many instances a filter finds, up to ten thousand',
    query: FindInstances,
    response: InstanceCount,
    problems: ['invalid-input'],
  }),

  listLiveProcesses: operation({
    summary: 'The versions of processes with how many instances run in them and how many stand still',
    response: LiveProcesses,
    problems: [],
  }),

  readBottlenecks: operation({
    summary:
      'Where cases wait, by element and department, now and over the last 30 days; worked out once a minute',
    response: Bottlenecks,
    problems: [],
  }),

  readVersionDiagram: operation({
    summary: 'The diagram of a version and the names on it',
    params: VersionOfProcess,
    response: VersionDiagram,
    problems: ['process-version-not-found'],
    example: { params: { processKey: 'road-defect', version: 2 } },
  }),

  readLiveElements: operation({
    summary: 'Tokens and open incidents by element of a version',
    params: VersionOfProcess,
    response: LiveElements,
    problems: [],
    example: { params: { processKey: 'road-defect', version: 2 } },
  }),

  readElementDurations: operation({
    summary: 'How often and how long the elements of a version were passed in the last days',
    params: VersionOfProcess,
    query: Closed({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })) }),
    response: ElementDurations,
    problems: [],
    example: { params: { processKey: 'road-defect', version: 2 } },
  }),

  readInstance: operation({
    summary: 'One instance: its path, variables, jobs, what it waits for, what happened',
    params: Closed({ key: EngineKey }),
    response: InstanceView,
    problems: ['instance-not-found'],
    example: { params: { key: EXAMPLE_KEY } },
  }),

  listIncidents: operation({
    summary: 'Open incidents, the oldest first',
    query: ListIncidents,
    response: IncidentPage,
    problems: ['invalid-input'],
  }),
};
