/* Batches as posted by the Elasticsearch exporter of Zeebe 8.5 (NDJSON: an action, then a record), for
 *  instances of the citizen's request up to the first task of a department. stack/exporters.ts defines which
 *  exporter sends what. */

const PARTITION = 1;
const FIRST_KEY = PARTITION * 2 ** 51;
const DEFINITION_KEY = FIRST_KEY + 3;
const VERSION = '8.5.8';

export type Exporter = 'fast' | 'slow';

/** Record as text, with its action line for a batch. */
export type Line = { action: string; record: string };

/** Started instance: the key of its task and the records of both exporters, in log order. */
export type Started = { taskKey: string; instanceKey: string; fast: Line[]; slow: Line[] };

/** Elements up to the task and the flows between them. */
const PASSED = [
  ['StartEvent_RequestReceived', 'START_EVENT', 'MESSAGE'],
  ['Task_RouteRequest', 'BUSINESS_RULE_TASK', 'UNSPECIFIED'],
  ['Gateway_RoutingCertain', 'EXCLUSIVE_GATEWAY', 'UNSPECIFIED'],
  ['Task_RecordRouting', 'SERVICE_TASK', 'UNSPECIFIED'],
  ['Gateway_ReadyToHandle', 'EXCLUSIVE_GATEWAY', 'UNSPECIFIED'],
] as const;
const FLOWS = [
  'Flow_ToRouting',
  'Flow_Routed',
  'Flow_RoutingCertain',
  'Flow_RoutingRecorded',
  'Flow_ToHandle',
];
/** Variables in the start message of a citizen's request. */
const VARIABLES = {
  service: 'road-safety-signs',
  region: 'tehran',
  channel: 'web',
  priority: 'normal',
  replyWindow: 'P10D',
  feedbackWindow: 'P15D',
  appealWindow: 'P30D',
  mostReopenings: 2,
  department: 'rmto',
};
const LIFE = ['ELEMENT_ACTIVATING', 'ELEMENT_ACTIVATED', 'ELEMENT_COMPLETING', 'ELEMENT_COMPLETED'] as const;

/** Writes the log of one partition; positions and keys increase as in the engine. */
export function partitionLog() {
  let key = FIRST_KEY + 100;
  let position = 0;

  function line(
    exporter: Exporter,
    valueType: string,
    intent: string,
    recordKey: number,
    value: object,
  ): Line {
    position += 1;
    const type = valueType.toLowerCase().replaceAll('_', '-');
    const now = Date.now();
    const day = new Date(now).toISOString().slice(0, 10);
    return {
      action: `{"index":{"_index":"${exporter}-record_${type}_${VERSION}_${day}","_id":"${PARTITION}-${position}","routing":"${PARTITION}"}}`,
      record: JSON.stringify({
        partitionId: PARTITION,
        value,
        key: recordKey,
        timestamp: now,
        position,
        valueType,
        brokerVersion: VERSION,
        recordType: 'EVENT',
        sourceRecordPosition: Math.max(1, position - 1),
        intent,
        rejectionType: 'NULL_VAL',
        rejectionReason: '',
        authorizations: {},
        recordVersion: 1,
        sequence: FIRST_KEY + position,
      }),
    };
  }

  return {
    /** Starts an instance for the request, which stops at the first task of the queue. */
    start({ requestId, queue }: { requestId: string; queue: string }): Started {
      const next = () => (key += 1);
      const instance = next();
      const fast: Line[] = [];
      const slow: Line[] = [];
      const common = {
        bpmnProcessId: 'citizen-request',
        processInstanceKey: instance,
        tenantId: '<default>',
      };
      const element = (intent: string, of: number, id: string, type: string, event = 'UNSPECIFIED') =>
        slow.push(
          line('slow', 'PROCESS_INSTANCE', intent, of, {
            ...common,
            elementId: id,
            bpmnElementType: type,
            bpmnEventType: event,
            version: 1,
            processDefinitionKey: DEFINITION_KEY,
            flowScopeKey: of === instance ? -1 : instance,
            parentProcessInstanceKey: -1,
            parentElementInstanceKey: -1,
          }),
        );
      fast.push(
        line('fast', 'MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', next(), {
          ...common,
          processDefinitionKey: DEFINITION_KEY,
          messageKey: next(),
          messageName: 'request.citizen-request',
          startEventId: 'StartEvent_RequestReceived',
          correlationKey: requestId,
          variables: {
            requestId,
            service: 'road-safety-signs',
            region: 'tehran',
            channel: 'web',
            priority: 'normal',
          },
        }),
      );
      element('ELEMENT_ACTIVATING', instance, 'citizen-request', 'PROCESS');
      element('ELEMENT_ACTIVATED', instance, 'citizen-request', 'PROCESS');
      for (const [name, value] of Object.entries({ requestId, ...VARIABLES }))
        slow.push(
          line('slow', 'VARIABLE', 'CREATED', next(), {
            ...common,
            name,
            value: JSON.stringify(value),
            scopeKey: instance,
            processDefinitionKey: DEFINITION_KEY,
          }),
        );
      PASSED.forEach(([id, type, event], index) => {
        const of = next();
        for (const intent of LIFE) {
          element(intent, of, id, type, event);
          if (intent === 'ELEMENT_ACTIVATED') slow.push(...within(id, of, common, line, next));
        }
        element('SEQUENCE_FLOW_TAKEN', next(), FLOWS[index] as string, 'SEQUENCE_FLOW');
      });
      const elementInstance = next();
      const task = next();
      element('ELEMENT_ACTIVATING', elementInstance, 'Task_HandleRequest', 'USER_TASK');
      for (const intent of ['CREATING', 'CREATED'])
        fast.push(
          line('fast', 'USER_TASK', intent, task, {
            ...common,
            userTaskKey: task,
            elementId: 'Task_HandleRequest',
            elementInstanceKey: elementInstance,
            processDefinitionKey: DEFINITION_KEY,
            processDefinitionVersion: 1,
            candidateGroupsList: [queue],
            candidateUsersList: [],
            assignee: '',
            action: '',
            dueDate: '',
            followUpDate: '',
            formKey: -1,
            externalFormReference: 'citizen-request/handle',
            creationTimestamp: Date.now(),
            customHeaders: {},
            changedAttributes: [],
            variables: {},
          }),
        );
      element('ELEMENT_ACTIVATED', elementInstance, 'Task_HandleRequest', 'USER_TASK');
      return { taskKey: String(task), instanceKey: String(instance), fast, slow };
    },
  };
}

type WriteLine = (exporter: Exporter, valueType: string, intent: string, key: number, value: object) => Line;

/** Returns the records of an element besides its own life cycle: the decision it evaluates, the job it waits
 *  for. */
function within(id: string, of: number, common: object, line: WriteLine, next: () => number): Line[] {
  if (id === 'Task_RouteRequest')
    return [
      line('slow', 'DECISION_EVALUATION', 'EVALUATED', next(), {
        ...common,
        elementId: id,
        elementInstanceKey: of,
        decisionId: 'route-request',
        decisionName: 'Route a request',
        decisionVersion: 1,
        decisionOutput: '{"department":"rmto-tehran","priority":"normal","certain":true}',
        evaluatedDecisions: [],
        failedDecisionId: '',
        evaluationFailureMessage: '',
      }),
    ];
  if (id !== 'Task_RecordRouting') return [];
  const job = next();
  return ['CREATED', 'COMPLETED'].map((intent) =>
    line('slow', 'JOB', intent, job, {
      ...common,
      elementId: id,
      elementInstanceKey: of,
      type: 'shared.record-routing',
      worker: '',
      retries: 3,
      deadline: -1,
      variables: {},
      customHeaders: {},
      errorMessage: '',
      errorCode: '',
      processDefinitionVersion: 1,
      processDefinitionKey: DEFINITION_KEY,
    }),
  );
}

/** Returns the body of one bulk. */
export const bodyOf = (lines: readonly Line[]): string =>
  lines.map(({ action, record }) => `${action}\n${record}\n`).join('');
