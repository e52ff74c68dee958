import type { ServiceCatalogue } from '#api/modules/services/index.ts';
import { mapSequentially } from '#api/platform/map-sequentially.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { EXAMPLE_FACTS, requestStart } from '../data/example-data.ts';
import type { DraftReads } from '../drafts-port.ts';

export type ComparableDecisionsDeps = {
  sandbox: Pick<Sandbox, 'comparableTables'>;
  drafts: DraftReads;
  /** Returns the running diagrams. */
  running: () => Promise<readonly { name: string; content: string }[]>;
  catalogue: ServiceCatalogue;
};

const KNOWN_VARIABLES = new Set(Object.keys(requestStart(EXAMPLE_FACTS)));

/** Decisions that a draft changes. */
export function comparableDecisions({ sandbox, drafts, running, catalogue }: ComparableDecisionsDeps) {
  return { candidates, servicesAsking };

  /** Returns the changed decisions of a draft, and whether they can be compared on past requests. */
  async function candidates(draftId: string) {
    const changes = (await drafts.changes(draftId)).filter(({ name }) => name.endsWith('.dmn'));
    const found = await mapSequentially(changes, async ({ name, content, running: runs }) => {
      if (content === null) return [];
      return (await sandbox.comparableTables(name, content, runs)).map(
        ({ id, name: title, isNew, needed }) => {
          const unknown = needed.filter((variable) => !KNOWN_VARIABLES.has(variable)).sort();
          const comparable = unknown.length === 0 && !isNew;
          return {
            shown: { decisionId: id, file: name, name: title, comparable, isNew, unknown },
            content,
            running: runs,
          };
        },
      );
    });
    return found.flat();
  }

  /** Returns the services whose processes call a decision. */
  async function servicesAsking(decisionId: string): Promise<string[]> {
    const asking = (await running())
      .filter(({ name, content }) => name.endsWith('.bpmn') && content.includes(`decisionId="${decisionId}"`))
      .map(({ name }) => name.replace(/\.bpmn$/, ''));
    return (await catalogue.list())
      .filter(({ processKey }) => asking.includes(processKey))
      .map(({ key }) => key);
  }
}
