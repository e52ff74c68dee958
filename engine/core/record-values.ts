import { NO_KEY, wire } from './record-log.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance } from './state.ts';

export const TENANT = '<default>';
/** Fields of the records of process instances, spelled as in the record stream. */
export const instanceValue = ({ node, instance, scope, key }: ElementInstance) => {
  const { definition, caller } = instance;
  const called = key === instance.key && caller;
  return {
    bpmnElementType: node.elementType,
    elementId: node.kind === 'process' ? definition.processId : node.id,
    bpmnProcessId: definition.processId,
    version: definition.version,
    processDefinitionKey: wire(definition.key),
    processInstanceKey: wire(instance.key),
    flowScopeKey: scope ? wire(scope.key) : NO_KEY,
    bpmnEventType: node.eventType,
    parentProcessInstanceKey: called ? wire(caller.instance) : NO_KEY,
    parentElementInstanceKey: called ? wire(caller.element) : NO_KEY,
    tenantId: TENANT,
  };
};

export const emitElement = (runtime: Runtime, intent: string, element: ElementInstance): void =>
  runtime.log.emit(
    element.instance.partition,
    'PROCESS_INSTANCE',
    intent,
    element.key,
    instanceValue(element),
  );

/** Fields that identify the element and the instance of a record. */
export const whereValue = ({ node, instance, key }: ElementInstance) => ({
  elementId: node.id,
  elementInstanceKey: wire(key),
  bpmnProcessId: instance.definition.processId,
  processDefinitionKey: wire(instance.definition.key),
  processInstanceKey: wire(instance.key),
  tenantId: TENANT,
});
