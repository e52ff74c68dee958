import type { Sandbox } from '#api/sandbox/index.ts';
import type { ModificationPreview, TokenMove } from '#common/contract/index.ts';
import { InstanceNotFound } from '../instances.errors.ts';
import type { ActiveToken } from '../reads/active-tokens.read.ts';
import type { InstanceReads } from './instance-reads.ts';

type Refusal = NonNullable<ModificationPreview['refusal']>;
type Warning = ModificationPreview['warnings'][number];

/** Previews a modification: the tokens before and after it, what is lost, and whether the engine would accept
 *  it. It changes nothing.
 *  @throws InstanceNotFound */
export async function previewModification(
  { read, readActivationTargets }: { read: InstanceReads } & Pick<Sandbox, 'readActivationTargets'>,
  key: string,
  moves: readonly TokenMove[],
  given: Record<string, unknown> = {},
): Promise<ModificationPreview> {
  const instance = await read.instance(key);
  if (!instance?.process_key || instance.version === null) throw new InstanceNotFound();
  const { process_key: processKey, version } = instance;
  const [standing, names, xml, variables] = await Promise.all([
    read.activeTokens(key),
    read.elementNames(processKey, version),
    read.versionDiagram(processKey, version),
    read.variables(key),
  ]);
  const known = [...variables.map(({ name }) => name), ...Object.keys(given)];
  const asked = moves.flatMap(({ to }) => to ?? []);
  const targets = xml === undefined ? undefined : await readActivationTargets(xml, asked, known);
  const nameOf = (elementId: string) => names.get(elementId) ?? null;
  const shown = ({ element_key: elementKey, element_id: elementId }: ActiveToken) => ({
    elementKey,
    elementId,
    name: nameOf(elementId),
  });

  let refusal: Refusal | null = null;
  const warnings: Warning[] = [];
  const gone = new Set<string>();
  const come: string[] = [];
  for (const { from, fromKey, to } of moves) {
    const leaves = from !== undefined || fromKey !== undefined;
    const tokens = standing.filter(
      (one) =>
        !gone.has(one.element_key) && (fromKey ? one.element_key === fromKey : one.element_id === from),
    );
    if (leaves && tokens.length === 0) refusal ??= { code: 'no-token', elementId: from ?? '' };
    for (const token of tokens) {
      gone.add(token.element_key);
      warnings.push(...lossWarningsOf(token));
    }
    if (to === undefined) continue;
    for (let n = leaves ? tokens.length : 1; n > 0; n -= 1) come.push(to);
    const target = targets?.get(to);
    if (targets) refusal ??= target ? target.refusal : { code: 'unknown-element', elementId: to };
    if (target) warnings.push(...target.warnings);
  }
  const left = standing.filter(({ element_key: own }) => !gone.has(own));
  if (left.length + come.length === 0) refusal ??= { code: 'nothing-left', elementId: '' };
  return {
    before: standing.map(shown),
    after: [
      ...left.map(shown),
      ...come.map((elementId) => ({ elementKey: null, elementId, name: nameOf(elementId) })),
    ],
    warnings,
    refusal,
  };
}

const LOSS_WARNINGS: Record<string, Warning['code']> = {
  USER_TASK: 'task-lost',
  CALL_ACTIVITY: 'called-process-ends',
  SERVICE_TASK: 'job-interrupted',
  SEND_TASK: 'job-interrupted',
  RECEIVE_TASK: 'wait-lost',
  INTERMEDIATE_CATCH_EVENT: 'wait-lost',
  EVENT_BASED_GATEWAY: 'wait-lost',
};

const lossWarningsOf = ({ type, element_id: elementId, element_key: about }: ActiveToken): Warning[] => {
  const code = LOSS_WARNINGS[type];
  return code ? [{ code, elementId, about }] : [];
};
