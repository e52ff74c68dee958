import type { EngineResource } from '#api/engine/engine-port.ts';
import type { EngineClient } from './engine-client.ts';
import type { TasksListener } from './tasks-listener.ts';
import { startWorker, type Worker } from './worker.ts';

const PROCESS_ID = 'bench-small';
const JOB_TYPE = 'bench.check';

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions" targetNamespace="bench">
  <bpmn:process id="${PROCESS_ID}" isExecutable="true">
    <bpmn:startEvent id="Start" />
    <bpmn:serviceTask id="Task_Check">
      <bpmn:extensionElements><zeebe:taskDefinition type="${JOB_TYPE}" retries="3" /></bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:exclusiveGateway id="Gateway_Large" default="Flow_Small" />
    <bpmn:userTask id="Task_Approve">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:assignmentDefinition candidateGroups="clerks" />
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:endEvent id="End_Approved" />
    <bpmn:endEvent id="End_Small" />
    <bpmn:sequenceFlow id="Flow_ToCheck" sourceRef="Start" targetRef="Task_Check" />
    <bpmn:sequenceFlow id="Flow_Checked" sourceRef="Task_Check" targetRef="Gateway_Large" />
    <bpmn:sequenceFlow id="Flow_Large" sourceRef="Gateway_Large" targetRef="Task_Approve">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=amount &gt; 10</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="Flow_Small" sourceRef="Gateway_Large" targetRef="End_Small" />
    <bpmn:sequenceFlow id="Flow_Approved" sourceRef="Task_Approve" targetRef="End_Approved" />
  </bpmn:process>
</bpmn:definitions>`;

export const SMALL_PROCESS: EngineResource = { name: `${PROCESS_ID}.bpmn`, content: Buffer.from(XML) };

/** Starts an instance with two variables and waits until an exporter has reported its task, which happens
 *  after the commit.
 *  @param n differs each time, because an engine may cache the result of an expression for the same values
 *  @returns the key of the task */
export async function startUntilTask(wire: EngineClient, tasks: TasksListener, n: number): Promise<string> {
  return tasks.taskOf(await wire.create(PROCESS_ID, { amount: 11 + n, customer: `customer-${n}` }));
}

/** Starts a worker that completes the external jobs of the process, each with one variable. */
export const startCheckWorker = (wire: EngineClient): Worker =>
  startWorker(wire, JOB_TYPE, () => ({ checked: true }));
