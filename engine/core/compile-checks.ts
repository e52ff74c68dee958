import type { Reader } from './compile-reader.ts';
import type { Flow, Node } from './model.ts';

type Refuse = Reader['refuse'];

/** Makes the checks that need all elements and flows. It refuses diagrams that Zeebe 8.5 does not accept, and
 *  that would run here differently from how they are drawn.
 *  @throws Rejection that names the element */
export function check(nodes: ReadonlyMap<string, Node>, refuse: Refuse): void {
  for (const node of nodes.values()) {
    for (const flow of node.outgoing) checkFlow(flow, refuse);
    checkEnds(node, refuse);
    checkGateway(node, refuse);
    for (const boundary of node.boundaries) checkBoundary(boundary, node, refuse);
    checkCompensationThrow(node, nodes, refuse);
  }
}

function checkFlow(flow: Flow, refuse: Refuse): void {
  const { source, target, condition } = flow;
  if (source.parent !== target.parent) refuse(flow, 'Must stay within one process or subprocess');
  if (condition === undefined) return;
  if (source.kind !== 'exclusive' && source.kind !== 'inclusive')
    refuse(flow, 'Must have no condition: only flows out of exclusive and inclusive gateways have one');
  if (flow === source.defaultFlow) refuse(flow, 'Must have no condition, because it is the default flow');
}

/** Checks elements where tokens only start or only end, and those outside the sequence flow. */
function checkEnds({ elementType, incoming, outgoing, ...node }: Node, refuse: Refuse): void {
  if ((elementType === 'START_EVENT' || elementType === 'BOUNDARY_EVENT') && incoming.length > 0)
    refuse(node, 'Must have no incoming sequence flows');
  if (elementType === 'END_EVENT' && outgoing.length > 0)
    refuse(node, 'Must have no outgoing sequence flows');
  if (elementType === 'EVENT_SUB_PROCESS' && (node.loop || incoming.length + outgoing.length > 0))
    refuse(node, 'An event subprocess has no sequence flows and no marker');
}

function checkGateway(node: Node, refuse: Refuse): void {
  const { kind, incoming, outgoing } = node;
  if (kind === 'eventGateway') {
    if (outgoing.length < 2) refuse(node, 'Must have at least two outgoing sequence flows');
    for (const { target } of outgoing) {
      if (target.elementType !== 'INTERMEDIATE_CATCH_EVENT')
        refuse(node, `Must lead to intermediate catch events only, not to ${target.id}`);
      if (target.incoming.length > 1)
        refuse(target, 'Must have no other incoming sequence flow than that of its event-based gateway');
    }
  }
  if ((kind === 'exclusive' || kind === 'inclusive') && outgoing.length > 1)
    for (const flow of outgoing)
      if (!flow.condition && flow !== node.defaultFlow)
        refuse(node, `Must have a condition or be default flow: ${flow.id}`);
  if (kind === 'inclusive' && incoming.length > 1)
    refuse(node, 'Currently the inclusive gateway can only have one incoming sequence flow');
}

function checkBoundary(boundary: Node, host: Node, refuse: Refuse): void {
  if (!isActivity(host) || host.parent !== boundary.parent)
    refuse(boundary, `Must be attached to an activity beside it, not to ${host.id}`);
  if (boundary.wait?.kind !== 'compensation') return;
  const { handler } = boundary;
  if (!handler) return refuse(boundary, 'Must have one association to a compensation handler');
  if (boundary.outgoing.length > 0) refuse(boundary, 'Must lead to its handler by an association only');
  if (handler === host || !isActivity(handler) || handler.parent !== host.parent)
    refuse(boundary, `Must be associated with another activity beside it, not with ${handler.id}`);
  if (handler.incoming.length + handler.outgoing.length > 0)
    refuse(boundary, `Its compensation handler ${handler.id} must have no sequence flows`);
}

const isActivity = ({ elementType }: Node): boolean =>
  elementType.endsWith('TASK') ||
  ['SUB_PROCESS', 'CALL_ACTIVITY', 'MULTI_INSTANCE_BODY'].includes(elementType);

function checkCompensationThrow(
  { compensates, ...node }: Node,
  nodes: ReadonlyMap<string, Node>,
  refuse: Refuse,
): void {
  if (compensates && !nodes.get(compensates)?.boundaries.some(({ handler }) => handler))
    refuse(node, 'The referenced activity must have a compensation boundary event');
}
