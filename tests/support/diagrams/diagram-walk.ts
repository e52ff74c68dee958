import { extension, type Decision, type Diagram, type Element } from './diagrams.ts';
import { decide, valueOf, type Variables } from './feel.ts';

/** What happens next from outside: a person completes a task, a message comes or a timer fires. */
export type Happening = { at: string; variables?: Variables };
export type Job = { type: string; input: Variables };
export type Walk = { path: string[]; jobs: Job[]; flows: string[]; variables: Variables };

const MAX_STEPS = 500;

/** Follows one token through a diagram, with feelin for the expressions. It knows tasks, exclusive and event-based
 *  gateways and catch events, and says whether conditions and mappings lead where the analyst meant; how the engine
 *  behaves is for the tests on the engine to say. */
export const walk = (
  { elements }: Diagram,
  decisions: Decision[],
  start: Variables,
  happenings: Happening[],
): Walk => {
  const walked: Walk = { path: [], jobs: [], flows: [], variables: { ...start } };
  const script = [...happenings];

  const mapped = (
    element: Element,
    direction: 'input' | 'output',
    scope: Variables,
  ): Variables | undefined => {
    const parameters = extension(element, 'IoMapping')?.[`${direction}Parameters`] as Element[] | undefined;
    if (!parameters?.length) return undefined;
    const found: Variables = {};
    for (const { source, target } of parameters)
      found[String(target)] = valueOf(String(source), { ...scope, ...found });
    return found;
  };

  const next = (expected: (at: string) => boolean, where: string): Happening => {
    const happening = script.shift();
    if (!happening || !expected(happening.at))
      throw new Error(`${where} waits, but ${happening ? `${happening.at} happened` : 'nothing happened'}`);
    return happening;
  };

  const leave = (element: Element, local: Variables): void => {
    const scope = { ...walked.variables, ...local };
    Object.assign(walked.variables, mapped(element, 'output', scope) ?? local);
  };

  const chosen = (gateway: Element): Element => {
    const flows = gateway.outgoing ?? [];
    if (flows.length === 1 && flows[0]) return flows[0];
    const fitting = flows.find((flow) => {
      if (flow === gateway.default) return false;
      const value = valueOf(flow.conditionExpression?.body ?? '', walked.variables);
      if (typeof value !== 'boolean') throw new Error(`${flow.id}: the condition gave ${String(value)}`);
      return value;
    });
    const flow = fitting ?? gateway.default;
    if (!flow) throw new Error(`${gateway.id} has no way out`);
    return flow;
  };

  const work = (element: Element): Variables => {
    const decisionId = extension(element, 'CalledDecision')?.['decisionId'];
    if (decisionId) {
      const decision = decisions.find(({ id }) => id === decisionId);
      if (!decision) throw new Error(`${element.id} calls ${String(decisionId)}, which does not exist`);
      const result = decide(decision, walked.variables);
      return { [String(extension(element, 'CalledDecision')?.['resultVariable'])]: result };
    }
    if (element.$type === 'bpmn:UserTask')
      return next((at) => at === element.id, String(element.id)).variables ?? {};
    const type = extension(element, 'TaskDefinition')?.['type'];
    if (type)
      walked.jobs.push({ type: String(type), input: mapped(element, 'input', walked.variables) ?? {} });
    return {};
  };

  const follow = (flow: Element | undefined): Element | undefined => {
    if (flow?.id) walked.flows.push(flow.id);
    return flow?.targetRef;
  };

  let current = elements.find(({ $type }) => $type === 'bpmn:StartEvent');
  for (let step = 0; current && step < MAX_STEPS; step += 1) {
    const element: Element = current;
    walked.path.push(String(element.id));
    if (element.$type === 'bpmn:EndEvent') return walked;
    if (element.$type === 'bpmn:ExclusiveGateway') current = follow(chosen(element));
    else if (element.$type === 'bpmn:EventBasedGateway') {
      const targets = new Map(element.outgoing?.map((flow) => [String(flow.targetRef?.id), flow]));
      const happening = next((at) => targets.has(at), String(element.id));
      current = follow(targets.get(happening.at));
      if (!current) throw new Error(`${element.id} has no way to ${happening.at}`);
      walked.path.push(happening.at);
      leave(current, happening.variables ?? {});
      current = follow(current.outgoing?.[0]);
    } else {
      leave(element, work(element));
      current = follow(element.outgoing?.[0]);
    }
  }
  throw new Error(`The walk did not end: ${walked.path.slice(-5).join(' → ')}`);
};
