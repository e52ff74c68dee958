import { wire } from './record-log.ts';
import type { ElementInstance } from './runtime.ts';

export const TENANT = '<default>';
const NONE = wire('-1');

/** What the records of process instances say, as the record stream spells it. */
export const instanceValue = ({ node, definition, root, scope, key }: ElementInstance) => ({
  bpmnElementType: node.elementType,
  elementId: node.kind === 'process' ? definition.processId : node.id,
  bpmnProcessId: definition.processId,
  version: definition.version,
  processDefinitionKey: wire(definition.key),
  processInstanceKey: wire(root.key),
  flowScopeKey: scope ? wire(scope.key) : NONE,
  bpmnEventType: node.eventType,
  parentProcessInstanceKey: key === root.key && root.caller ? wire(root.caller.root.key) : NONE,
  parentElementInstanceKey: key === root.key && root.caller ? wire(root.caller.key) : NONE,
  tenantId: TENANT,
});

/** The fields that say at which element of which instance something is. */
export const whereValue = ({ node, definition, root, key }: ElementInstance) => ({
  elementId: node.id,
  elementInstanceKey: wire(key),
  bpmnProcessId: definition.processId,
  processDefinitionKey: wire(definition.key),
  processInstanceKey: wire(root.key),
  tenantId: TENANT,
});
