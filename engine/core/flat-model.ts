import type { Flow, Loop, MessageStart, Model, Node } from './model.ts';

/** A node that references other nodes and flows by index. */
type FlatNode = Omit<Node, keyof References> & References;
type References = {
  parent: number | undefined;
  plainStart: number | undefined;
  trigger: number | undefined;
  handler: number | undefined;
  defaultFlow: number | undefined;
  incoming: number[];
  outgoing: number[];
  boundaries: number[];
  eventSubprocesses: number[];
  loop: (Omit<Loop, 'inner'> & { inner: number }) | undefined;
};

/** A model flattened to lists. With object references it could not be passed between threads: structured
 *  cloning follows them recursively and overflows the stack at a few hundred elements in a row. */
export type FlatModel = {
  nodes: FlatNode[];
  flows: (Omit<Flow, 'source' | 'target'> & { source: number; target: number })[];
  /** Indexes of the nodes that are found by id; the others are the inner activities of multi-instances. */
  elements: number[];
  process: number;
  messageStarts: (Omit<MessageStart, 'start'> & { start: number })[];
};

export function flattenModel({ process, elements, messageStarts }: Model): FlatModel {
  const nodes = [...elements.values()].flatMap((node) => (node.loop ? [node, node.loop.inner] : [node]));
  const flows = nodes.flatMap(({ outgoing }) => outgoing);
  const places = new Map<Node | Flow, number>([...placesOf(nodes), ...placesOf(flows)]);
  const place = (of: Node | Flow): number => places.get(of) ?? -1;
  const maybe = (of: Node | Flow | undefined): number | undefined => of && place(of);
  return {
    nodes: nodes.map((node) => ({
      ...node,
      parent: maybe(node.parent),
      plainStart: maybe(node.plainStart),
      trigger: maybe(node.trigger),
      handler: maybe(node.handler),
      defaultFlow: maybe(node.defaultFlow),
      incoming: node.incoming.map(place),
      outgoing: node.outgoing.map(place),
      boundaries: node.boundaries.map(place),
      eventSubprocesses: node.eventSubprocesses.map(place),
      loop: node.loop && { ...node.loop, inner: place(node.loop.inner) },
    })),
    flows: flows.map((flow) => ({ ...flow, source: place(flow.source), target: place(flow.target) })),
    elements: [...elements.values()].map(place),
    process: place(process),
    messageStarts: messageStarts.map((one) => ({ ...one, start: place(one.start) })),
  };
}

/** Rebuilds the model from its lists, which are consumed. */
export function unflattenModel({ nodes: bare, flows: bareFlows, ...flat }: FlatModel): Model {
  const nodes = bare as unknown as Node[];
  const flows = bareFlows as unknown as Flow[];
  const nodeAt = (place: number): Node => nodes[place] as Node;
  const flowAt = (place: number): Flow => flows[place] as Flow;
  const maybe = (place: number | undefined): Node | undefined =>
    place === undefined ? undefined : nodeAt(place);
  for (const flow of bareFlows)
    Object.assign(flow, { source: nodeAt(flow.source), target: nodeAt(flow.target) });
  for (const node of bare)
    Object.assign(node, {
      parent: maybe(node.parent),
      plainStart: maybe(node.plainStart),
      trigger: maybe(node.trigger),
      handler: maybe(node.handler),
      defaultFlow: node.defaultFlow === undefined ? undefined : flowAt(node.defaultFlow),
      incoming: node.incoming.map(flowAt),
      outgoing: node.outgoing.map(flowAt),
      boundaries: node.boundaries.map(nodeAt),
      eventSubprocesses: node.eventSubprocesses.map(nodeAt),
      loop: node.loop && { ...node.loop, inner: nodeAt(node.loop.inner) },
    });
  return {
    process: nodeAt(flat.process),
    elements: new Map(flat.elements.map((place) => [nodeAt(place).id, nodeAt(place)])),
    messageStarts: flat.messageStarts.map((one) => ({ ...one, start: nodeAt(one.start) })),
  };
}

const placesOf = <T>(list: readonly T[]): [T, number][] => list.map((one, place) => [one, place]);
