import { parseDecisions } from '#common/process-files/model/decision.ts';
import { neededVariables } from './needed-variables.ts';

/** Decision of a changed file. */
export type ComparableTable = {
  id: string;
  name: string;
  /** True when no decision with this id runs. */
  isNew: boolean;
  /** Variables that the decision, or the running one, depends on. */
  needed: string[];
};

/** Returns the decisions of a file as it would be; empty when it cannot be read.
 *  @param running the file as it runs, null where there is none */
export async function comparableTables(
  name: string,
  content: string,
  running: string | null,
): Promise<ComparableTable[]> {
  const decisions = await parseDecisions(name, content).catch(() => []);
  const before = running === null ? [] : await parseDecisions(name, running).catch(() => []);
  return decisions.map((decision) => {
    const old = before.find(({ id }) => id === decision.id);
    const needed = [decision, old].flatMap((one) => (one ? neededVariables(one) : []));
    return {
      id: decision.id,
      name: decision.name,
      isNew: old === undefined,
      needed: [...new Set(needed)],
    };
  });
}
