import adHocSubProcess from 'bpmnlint/rules/ad-hoc-sub-process.js';
import conditionalFlows from 'bpmnlint/rules/conditional-flows.js';
import endEventRequired from 'bpmnlint/rules/end-event-required.js';
import eventBasedGateway from 'bpmnlint/rules/event-based-gateway.js';
import eventSubProcessTypedStartEvent from 'bpmnlint/rules/event-sub-process-typed-start-event.js';
import fakeJoin from 'bpmnlint/rules/fake-join.js';
import global from 'bpmnlint/rules/global.js';
import labelRequired from 'bpmnlint/rules/label-required.js';
import linkEvent from 'bpmnlint/rules/link-event.js';
import noBpmndi from 'bpmnlint/rules/no-bpmndi.js';
import noComplexGateway from 'bpmnlint/rules/no-complex-gateway.js';
import noDisconnected from 'bpmnlint/rules/no-disconnected.js';
import noDuplicateSequenceFlows from 'bpmnlint/rules/no-duplicate-sequence-flows.js';
import noGatewayJoinFork from 'bpmnlint/rules/no-gateway-join-fork.js';
import noImplicitEnd from 'bpmnlint/rules/no-implicit-end.js';
import noImplicitSplit from 'bpmnlint/rules/no-implicit-split.js';
import noImplicitStart from 'bpmnlint/rules/no-implicit-start.js';
import noInclusiveGateway from 'bpmnlint/rules/no-inclusive-gateway.js';
import noOverlappingElements from 'bpmnlint/rules/no-overlapping-elements.js';
import singleBlankStartEvent from 'bpmnlint/rules/single-blank-start-event.js';
import singleEventDefinition from 'bpmnlint/rules/single-event-definition.js';
import startEventRequired from 'bpmnlint/rules/start-event-required.js';
import subProcessBlankStartEvent from 'bpmnlint/rules/sub-process-blank-start-event.js';
import superfluousGateway from 'bpmnlint/rules/superfluous-gateway.js';
import superfluousLabel from 'bpmnlint/rules/superfluous-label.js';
import superfluousTermination from 'bpmnlint/rules/superfluous-termination.js';
import compatCalledElement from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/called-element.js';
import compatConnectorProperties from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/connector-properties/index.js';
import compatDuplicateTaskHeaders from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/duplicate-task-headers.js';
import compatElementType from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/element-type/index.js';
import compatErrorReference from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/error-reference.js';
import compatEscalationBoundaryEventAttachedToRef from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/escalation-boundary-event-attached-to-ref.js';
import compatEscalationReference from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/escalation-reference.js';
import compatEventBasedGatewayTarget from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/event-based-gateway-target.js';
import compatExecutableProcess from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/executable-process.js';
import compatFeel from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/feel.js';
import compatFeelCompatibility from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/feel-compatibility.js';
import compatImplementation from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/implementation/index.js';
import compatInclusiveGateway from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/inclusive-gateway.js';
import compatIoMapping from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/io-mapping.js';
import compatLinkEvent from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/link-event.js';
import compatLoopCharacteristics from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/loop-characteristics.js';
import compatMessageReference from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/message-reference.js';
import compatNoBindingType from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-binding-type.js';
import compatNoBusinessId from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-business-id.js';
import compatNoCancelExecutionListener from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-cancel-execution-listener.js';
import compatNoExecutionListenerHeaders from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-execution-listener-headers.js';
import compatNoExecutionListeners from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-execution-listeners.js';
import compatNoExpression from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-expression.js';
import compatNoJobPriorityDefinition from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-job-priority-definition.js';
import compatNoLoop from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-loop.js';
import compatNoMultipleNoneStartEvents from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-multiple-none-start-events.js';
import compatNoPriorityDefinition from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-priority-definition.js';
import compatNoTaskListeners from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-task-listeners.js';
import compatNoVersionTag from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/no-version-tag.js';
import compatSecrets from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/secrets.js';
import compatSequenceFlowCondition from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/sequence-flow-condition.js';
import compatSignalReference from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/signal-reference.js';
import compatStartEventForm from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/start-event-form.js';
import compatSubscription from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/subscription.js';
import compatTaskSchedule from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/task-schedule.js';
import compatTimer from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/timer/index.js';
import compatUserTaskDefinition from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/user-task-definition.js';
import compatUserTaskForm from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/user-task-form.js';
import compatVariableName from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/variable-name.js';
import compatWaitForCompletion from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/wait-for-completion.js';

/** Rules of bpmnlint and of the engine's vendor, by package and name. They are imported one by one, because a
 *  browser cannot look anything up at run time; a test reports a missing one. */
export const engineRules: Readonly<Record<string, unknown>> = {
  'bpmnlint/ad-hoc-sub-process': adHocSubProcess,
  'bpmnlint/conditional-flows': conditionalFlows,
  'bpmnlint/end-event-required': endEventRequired,
  'bpmnlint/event-based-gateway': eventBasedGateway,
  'bpmnlint/event-sub-process-typed-start-event': eventSubProcessTypedStartEvent,
  'bpmnlint/fake-join': fakeJoin,
  'bpmnlint/global': global,
  'bpmnlint/label-required': labelRequired,
  'bpmnlint/link-event': linkEvent,
  'bpmnlint/no-bpmndi': noBpmndi,
  'bpmnlint/no-complex-gateway': noComplexGateway,
  'bpmnlint/no-disconnected': noDisconnected,
  'bpmnlint/no-duplicate-sequence-flows': noDuplicateSequenceFlows,
  'bpmnlint/no-gateway-join-fork': noGatewayJoinFork,
  'bpmnlint/no-implicit-end': noImplicitEnd,
  'bpmnlint/no-implicit-split': noImplicitSplit,
  'bpmnlint/no-implicit-start': noImplicitStart,
  'bpmnlint/no-inclusive-gateway': noInclusiveGateway,
  'bpmnlint/no-overlapping-elements': noOverlappingElements,
  'bpmnlint/single-blank-start-event': singleBlankStartEvent,
  'bpmnlint/single-event-definition': singleEventDefinition,
  'bpmnlint/start-event-required': startEventRequired,
  'bpmnlint/sub-process-blank-start-event': subProcessBlankStartEvent,
  'bpmnlint/superfluous-gateway': superfluousGateway,
  'bpmnlint/superfluous-label': superfluousLabel,
  'bpmnlint/superfluous-termination': superfluousTermination,
  'bpmnlint-plugin-camunda-compat/called-element': compatCalledElement,
  'bpmnlint-plugin-camunda-compat/connector-properties': compatConnectorProperties,
  'bpmnlint-plugin-camunda-compat/duplicate-task-headers': compatDuplicateTaskHeaders,
  'bpmnlint-plugin-camunda-compat/element-type': compatElementType,
  'bpmnlint-plugin-camunda-compat/error-reference': compatErrorReference,
  'bpmnlint-plugin-camunda-compat/escalation-boundary-event-attached-to-ref':
    compatEscalationBoundaryEventAttachedToRef,
  'bpmnlint-plugin-camunda-compat/escalation-reference': compatEscalationReference,
  'bpmnlint-plugin-camunda-compat/event-based-gateway-target': compatEventBasedGatewayTarget,
  'bpmnlint-plugin-camunda-compat/executable-process': compatExecutableProcess,
  'bpmnlint-plugin-camunda-compat/feel': compatFeel,
  'bpmnlint-plugin-camunda-compat/feel-compatibility': compatFeelCompatibility,
  'bpmnlint-plugin-camunda-compat/implementation': compatImplementation,
  'bpmnlint-plugin-camunda-compat/inclusive-gateway': compatInclusiveGateway,
  'bpmnlint-plugin-camunda-compat/io-mapping': compatIoMapping,
  'bpmnlint-plugin-camunda-compat/link-event': compatLinkEvent,
  'bpmnlint-plugin-camunda-compat/loop-characteristics': compatLoopCharacteristics,
  'bpmnlint-plugin-camunda-compat/message-reference': compatMessageReference,
  'bpmnlint-plugin-camunda-compat/no-binding-type': compatNoBindingType,
  'bpmnlint-plugin-camunda-compat/no-business-id': compatNoBusinessId,
  'bpmnlint-plugin-camunda-compat/no-cancel-execution-listener': compatNoCancelExecutionListener,
  'bpmnlint-plugin-camunda-compat/no-execution-listener-headers': compatNoExecutionListenerHeaders,
  'bpmnlint-plugin-camunda-compat/no-execution-listeners': compatNoExecutionListeners,
  'bpmnlint-plugin-camunda-compat/no-expression': compatNoExpression,
  'bpmnlint-plugin-camunda-compat/no-job-priority-definition': compatNoJobPriorityDefinition,
  'bpmnlint-plugin-camunda-compat/no-loop': compatNoLoop,
  'bpmnlint-plugin-camunda-compat/no-multiple-none-start-events': compatNoMultipleNoneStartEvents,
  'bpmnlint-plugin-camunda-compat/no-priority-definition': compatNoPriorityDefinition,
  'bpmnlint-plugin-camunda-compat/no-task-listeners': compatNoTaskListeners,
  'bpmnlint-plugin-camunda-compat/no-version-tag': compatNoVersionTag,
  'bpmnlint-plugin-camunda-compat/secrets': compatSecrets,
  'bpmnlint-plugin-camunda-compat/sequence-flow-condition': compatSequenceFlowCondition,
  'bpmnlint-plugin-camunda-compat/signal-reference': compatSignalReference,
  'bpmnlint-plugin-camunda-compat/start-event-form': compatStartEventForm,
  'bpmnlint-plugin-camunda-compat/subscription': compatSubscription,
  'bpmnlint-plugin-camunda-compat/task-schedule': compatTaskSchedule,
  'bpmnlint-plugin-camunda-compat/timer': compatTimer,
  'bpmnlint-plugin-camunda-compat/user-task-definition': compatUserTaskDefinition,
  'bpmnlint-plugin-camunda-compat/user-task-form': compatUserTaskForm,
  'bpmnlint-plugin-camunda-compat/variable-name': compatVariableName,
  'bpmnlint-plugin-camunda-compat/wait-for-completion': compatWaitForCompletion,
};
