import type { Text } from '#common/contract/index.ts';

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A process with only a start and an end event, named in both languages. */
export const emptyDiagram = (key: string, name: Text): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:modeler="http://camunda.org/schema/modeler/1.0" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="Definitions_${idOf(key)}" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.5.0">
  <bpmn:process id="${key}" name="${escaped(name.fa)}" isExecutable="true">
    <bpmn:extensionElements>
      <zeebe:properties>
        <zeebe:property name="name.en" value="${escaped(name.en)}" />
      </zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:startEvent id="StartEvent_Begun" name="آغاز">
      <bpmn:extensionElements>
        <zeebe:properties>
          <zeebe:property name="name.en" value="Start" />
        </zeebe:properties>
      </bpmn:extensionElements>
      <bpmn:outgoing>Flow_ToEnd</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:endEvent id="EndEvent_Done" name="پایان">
      <bpmn:extensionElements>
        <zeebe:properties>
          <zeebe:property name="name.en" value="End" />
        </zeebe:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_ToEnd</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_ToEnd" sourceRef="StartEvent_Begun" targetRef="EndEvent_Done" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram_${idOf(key)}">
    <bpmndi:BPMNPlane id="Plane_${idOf(key)}" bpmnElement="${key}">
      <bpmndi:BPMNShape id="Shape_StartEvent_Begun" bpmnElement="StartEvent_Begun">
        <dc:Bounds x="160" y="102" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="158" y="145" width="40" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Shape_EndEvent_Done" bpmnElement="EndEvent_Done">
        <dc:Bounds x="420" y="102" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="418" y="145" width="40" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="Edge_Flow_ToEnd" bpmnElement="Flow_ToEnd">
        <di:waypoint x="196" y="120" />
        <di:waypoint x="420" y="120" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;

/** `road-defect` → `RoadDefect`. */
const idOf = (key: string): string =>
  key
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
