import { stringify } from 'lossless-json';
import type pg from 'pg';
import { openEnginePool } from '#api/engine/engine-pool.ts';
import { createProjector } from '#api/engine/projector.ts';
import { openRecordStream } from '#api/engine/record-stream.ts';
import { openLog, type Log } from '#api/platform/log.ts';
import type { TestDatabase } from './database.ts';

/** A record as the broker's Elasticsearch exporter writes it. Keys are BigInt and become plain JSON numbers. */
export type WireRecord = { exporter: 'fast' | 'slow'; index: string; record: Record<string, unknown> };

let clockMs = Date.UTC(2026, 0, 1);

/** A key of the n-th thing of a partition. */
export const keyIn = (partition: number, n: number): bigint => (BigInt(partition) << 51n) + BigInt(n);

export function aRecord(given: {
  exporter: 'fast' | 'slow';
  valueType: string;
  intent: string;
  partition?: number;
  position: number | bigint;
  key: bigint;
  timestamp?: number;
  value: Record<string, unknown>;
}): WireRecord {
  const {
    exporter,
    valueType,
    intent,
    partition = 1,
    position,
    key,
    value,
    timestamp = (clockMs += 5),
  } = given;
  return {
    exporter,
    index: valueType.toLowerCase().replaceAll('_', '-'),
    record: {
      partitionId: partition,
      value,
      key,
      position: BigInt(position),
      timestamp,
      valueType,
      brokerVersion: '8.5.8',
      recordType: 'EVENT',
      intent,
      sourceRecordPosition: BigInt(position) - 1n,
      rejectionType: 'NULL_VAL',
      rejectionReason: '',
      authorizations: { authorized_tenants: ['<default>'] },
      recordVersion: 1,
      sequence: keyIn(partition, Number(position)),
    },
  };
}

type Place = { partition?: number; position: number; timestamp?: number };

/** A user task changed. */
export const taskRecord = (
  intent: string,
  {
    task,
    instance,
    partition = 1,
    position,
    timestamp,
    ...given
  }: Place & { task: bigint; instance: bigint } & Record<string, unknown>,
): WireRecord =>
  aRecord({
    exporter: 'fast',
    valueType: 'USER_TASK',
    intent,
    partition,
    position,
    key: task,
    ...(timestamp === undefined ? {} : { timestamp }),
    value: {
      elementId: 'Task_HandleRequest',
      processDefinitionKey: keyIn(1, 3),
      customHeaders: {},
      dueDate: '',
      formKey: -1,
      followUpDate: '',
      externalFormReference: 'citizen-request/handle',
      userTaskKey: task,
      candidateGroupsList: ['rmto-tehran'],
      candidateUsersList: [],
      creationTimestamp: Date.UTC(2026, 0, 1),
      changedAttributes: [],
      tenantId: '<default>',
      bpmnProcessId: 'citizen-request',
      processInstanceKey: instance,
      elementInstanceKey: task - 1n,
      processDefinitionVersion: 1,
      variables: {},
      action: '',
      assignee: '',
      ...given,
    },
  });

/** A start message began an instance for a request. */
export const startedRecord = ({
  request,
  instance,
  process = 'citizen-request',
  partition = 1,
  position,
}: Place & { request: string; instance: bigint; process?: string }): WireRecord =>
  aRecord({
    exporter: 'fast',
    valueType: 'MESSAGE_START_EVENT_SUBSCRIPTION',
    intent: 'CORRELATED',
    partition,
    position,
    key: keyIn(partition, 4),
    value: {
      processDefinitionKey: keyIn(1, 3),
      messageName: 'request.citizen-request',
      messageKey: instance - 1n,
      correlationKey: request,
      startEventId: 'StartEvent_RequestReceived',
      tenantId: '<default>',
      bpmnProcessId: process,
      processInstanceKey: instance,
      variables: { requestId: request, service: 'road-safety-signs' },
    },
  });

/** An instance was created by a command. */
export const createdRecord = ({
  instance,
  variables,
  process,
  partition = 1,
  position,
}: Place & { instance: bigint; process: string; variables: Record<string, unknown> }): WireRecord =>
  aRecord({
    exporter: 'slow',
    valueType: 'PROCESS_INSTANCE_CREATION',
    intent: 'CREATED',
    partition,
    position,
    key: keyIn(partition, 5),
    value: {
      bpmnProcessId: process,
      version: 1,
      processDefinitionKey: keyIn(1, 3),
      processInstanceKey: instance,
      tenantId: '<default>',
      variables,
    },
  });

/** An instance began, was called by another, or ended. */
export const instanceRecord = (
  intent: string,
  {
    instance,
    parent,
    partition = 1,
    position,
    timestamp,
    ...given
  }: Place & { instance: bigint; parent?: bigint } & Record<string, unknown>,
): WireRecord =>
  aRecord({
    exporter: 'slow',
    valueType: 'PROCESS_INSTANCE',
    intent,
    partition,
    position,
    key: instance,
    ...(timestamp === undefined ? {} : { timestamp }),
    value: {
      bpmnProcessId: 'citizen-request',
      version: 1,
      processDefinitionKey: keyIn(1, 3),
      processInstanceKey: instance,
      elementId: 'citizen-request',
      flowScopeKey: -1,
      bpmnElementType: 'PROCESS',
      parentProcessInstanceKey: parent ?? -1,
      parentElementInstanceKey: -1,
      bpmnEventType: 'UNSPECIFIED',
      tenantId: '<default>',
      ...given,
    },
  });

type Of = Place & { key: bigint; instance: bigint } & Record<string, unknown>;

const detailRecord =
  (valueType: string, ordinary: Record<string, unknown>) =>
  (intent: string, { key, instance, partition = 1, position, timestamp, ...given }: Of): WireRecord =>
    aRecord({
      exporter: 'slow',
      valueType,
      intent,
      partition,
      position,
      key,
      ...(timestamp === undefined ? {} : { timestamp }),
      value: {
        bpmnProcessId: 'citizen-request',
        processDefinitionKey: keyIn(1, 3),
        processInstanceKey: instance,
        tenantId: '<default>',
        ...ordinary,
        ...given,
      },
    });

/** An instance came to an element, left it, or took a flow. */
export const elementRecord = detailRecord('PROCESS_INSTANCE', {
  version: 1,
  elementId: 'Task_HandleRequest',
  bpmnElementType: 'USER_TASK',
  bpmnEventType: 'UNSPECIFIED',
  flowScopeKey: -1,
  parentProcessInstanceKey: -1,
  parentElementInstanceKey: -1,
});

/** A variable was made or changed; `value` is JSON. */
export const variableRecord = detailRecord('VARIABLE', { name: 'department', value: '"rmto"', scopeKey: -1 });

export const jobRecord = detailRecord('JOB', {
  elementId: 'Task_RecordRouting',
  elementInstanceKey: -1,
  type: 'shared.record-routing',
  worker: '',
  retries: 3,
  deadline: -1,
  variables: {},
  customHeaders: {},
  errorMessage: '',
  errorCode: '',
  processDefinitionVersion: 1,
});

export const timerRecord = detailRecord('TIMER', {
  targetElementId: 'Event_FeedbackWindowOver',
  elementInstanceKey: -1,
  dueDate: Date.UTC(2026, 0, 20),
  repetitions: 1,
});

/** An instance waits for a message, or it came. */
export const subscriptionRecord = detailRecord('PROCESS_MESSAGE_SUBSCRIPTION', {
  elementId: 'Event_Withdrawn',
  elementInstanceKey: -1,
  messageName: 'withdrawal',
  messageKey: -1,
  correlationKey: 'a-request',
  interrupting: true,
  variables: {},
});

/** A version of a process came to the engine. */
export const definitionRecord = ({
  definition,
  version,
  xml,
  position,
  processKey,
}: Place & { definition: bigint; version: number; processKey: string; xml: string }): WireRecord =>
  aRecord({
    exporter: 'slow',
    valueType: 'PROCESS',
    intent: 'CREATED',
    position,
    key: definition,
    value: {
      bpmnProcessId: processKey,
      version,
      processDefinitionKey: definition,
      resourceName: `${processKey}.bpmn`,
      checksum: 'AAAA',
      resource: Buffer.from(xml).toString('base64'),
      duplicate: false,
      tenantId: '<default>',
    },
  });

/** Something stands still, or goes on again. */
export const incidentRecord = (
  intent: 'CREATED' | 'RESOLVED',
  { incident, instance, partition = 1, position }: Place & { incident: bigint; instance: bigint },
): WireRecord =>
  aRecord({
    exporter: 'slow',
    valueType: 'INCIDENT',
    intent,
    partition,
    position,
    key: incident,
    value: {
      errorType: 'JOB_NO_RETRIES',
      errorMessage: 'No more retries left.',
      bpmnProcessId: 'citizen-request',
      processDefinitionKey: keyIn(1, 3),
      processInstanceKey: instance,
      elementId: 'Task_RecordRouting',
      elementInstanceKey: instance + 1n,
      jobKey: instance + 2n,
      variableScopeKey: instance + 1n,
      tenantId: '<default>',
    },
  });

/** The body of a bulk: for each record the action line, then the record. */
export const bulkOf = (records: readonly WireRecord[]): string =>
  records
    .map(({ exporter, index, record }) => {
      const id = `${String(record.partitionId)}-${String(record.position)}`;
      const action = {
        index: {
          routing: String(record.partitionId),
          _index: `${exporter}-record_${index}_8.5.8_2026-01-01`,
          _id: id,
        },
      };
      return `${JSON.stringify(action)}\n${stringify(record)}\n`;
    })
    .join('');

export type TestStream = {
  pool: pg.Pool;
  /** Posts a body as an exporter does. @returns the status */
  send(body: string, init?: { path?: string; method?: string; authorization?: string }): Promise<number>;
  /** Posts records in one bulk. @throws unless they are acknowledged */
  deliver(...records: WireRecord[]): Promise<void>;
  close(): Promise<void>;
};

const PASSWORD = 'records-of-tests';

/** A record stream on a free port that projects into a database, without the rest of the api. */
export async function aRecordStream(
  database: TestDatabase,
  { log = openLog('silent') }: { log?: Log } = {},
): Promise<TestStream> {
  const pool = openEnginePool({ databaseUrl: database.url, max: 6, log });
  const projector = createProjector({ pool, log });
  const stream = await openRecordStream({ projector, host: '127.0.0.1', port: 0, password: PASSWORD, log });
  const basic = `Basic ${Buffer.from(`zeebe:${PASSWORD}`).toString('base64')}`;

  async function send(
    body: string,
    { path = '/_bulk', method = 'POST', authorization = basic } = {},
  ): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${stream.port}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/x-ndjson', connection: 'close' },
      ...(method === 'POST' || method === 'PUT' ? { body } : {}),
    });
    await response.arrayBuffer();
    return response.status;
  }

  return {
    pool,
    send,
    async deliver(...records) {
      const status = await send(bulkOf(records));
      if (status !== 200) throw new Error(`the bulk was answered with ${status}`);
    },
    async close() {
      await stream.close();
      await pool.end();
    },
  };
}
