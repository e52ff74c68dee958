import { DmnModdle } from 'dmn-moddle';
import type { Element } from '#common/process-files/model/diagram.ts';
import { NotTestable, type SourceFile } from './not-testable.ts';

async function read({ name, content }: SourceFile) {
  const moddle = new DmnModdle();
  const { rootElement } = await moddle.fromXML(content, 'dmn:Definitions').catch(() => {
    throw new NotTestable('unreadable', name);
  });
  const root = rootElement as Element;
  const all = ((root['drgElement'] as Element[] | undefined) ?? []).filter(
    ({ $type }) => $type === 'dmn:Decision',
  );
  return { moddle, root, all };
}

/** Returns the ids of the decisions in a file.
 *  @throws NotTestable when it cannot be read */
export const decisionIds = async (file: SourceFile): Promise<string[]> =>
  (await read(file)).all.map(({ id }) => String(id));

/** Copies the decisions under ids of the run's own, so that no running decision gets a new version.
 *  @throws NotTestable when decisions build on one another: expressions name them by their ids, which cannot
 *  change then */
export async function copyDecisions(file: SourceFile, prefix: string): Promise<SourceFile> {
  const { moddle, root, all } = await read(file);
  const linked = all.find((one) => {
    const needed = (one['informationRequirement'] ?? []) as Element[];
    return needed.some((requirement) => requirement['requiredDecision']);
  });
  if (linked) throw new NotTestable('linked-decisions', file.name, linked.id);
  root.id = `${prefix}-${root.id}`;
  for (const decision of all) decision.id = `${prefix}-${decision.id}`;
  const { xml } = await moddle.toXML(root, { format: true });
  return { name: `${prefix}-${file.name}`, content: xml };
}
