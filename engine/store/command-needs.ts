import type { Command } from '../core/engine.ts';
import { firstOfBlock, isKey } from '../core/keys.ts';
import type { Key } from '../core/model.ts';
import type { Need } from '../core/not-loaded.ts';
import type { Registry } from '../core/registry.ts';
import type { Known } from './unit-of-work.ts';

/** Returns the state that a command is known to need before it runs, so that it seldom has to run again. */
export function needsOf(command: Command, { starts, definitions }: Registry): Need[] {
  switch (command.do) {
    case 'publish': {
      const { name, correlationKey } = command;
      const locks = (starts.get(name) ?? []).map(({ definition: { processId } }): Need => ({
        kind: 'start-lock',
        processId,
        correlationKey,
      }));
      return [
        { kind: 'subscriptions', name, correlationKey },
        { kind: 'messages', name, correlationKey },
        ...(correlationKey ? locks : []),
      ];
    }
    case 'activate-jobs':
      return [{ kind: 'jobs', type: command.type, max: command.max }];
    case 'return-jobs':
      return command.keys.flatMap(instanceOf);
    case 'complete-job':
    case 'fail-job':
    case 'throw-error':
    case 'update-retries':
      return instanceOf(command.jobKey);
    case 'resolve-incident':
      return instanceOf(command.incidentKey);
    case 'modify-instance':
      return [command.instanceKey, ...command.terminate].flatMap(instanceOf);
    case 'look-again':
    case 'migrate-instance':
    case 'cancel-instance':
      return instanceOf(command.instanceKey);
    case 'set-variables':
      return instanceOf(command.elementKey);
    case 'assign-task':
    case 'unassign-task':
    case 'complete-task':
    case 'update-task':
      return instanceOf(command.taskKey);
    case 'delete-resource':
      return definitions.has(command.resourceKey)
        ? [{ kind: 'runs-any', definition: command.resourceKey }]
        : [];
    case 'happen':
      return command.due.kind === 'message'
        ? [{ kind: 'message', key: command.due.key }]
        : instanceOf(command.due.key);
    default:
      return [];
  }
}

/** Returns further needs that follow from the loaded state: the instances of the subscriptions and jobs that
 *  were found. */
export function furtherNeedsOf(command: Command, known: Known): Need[] {
  if (command.do === 'publish') {
    const first = new Map<string, Key>();
    for (const { processId, key } of known.subscriptions(command.name, command.correlationKey))
      if (!first.has(processId)) first.set(processId, key);
    return [...first.values()].flatMap(instanceOf);
  }
  if (command.do === 'activate-jobs')
    return known
      .jobs(command.type, command.max)
      .slice(0, command.max)
      .flatMap(({ key }) => instanceOf(key));
  return [];
}

const instanceOf = (key: Key): Need[] => (isKey(key) ? [{ kind: 'instance', key: firstOfBlock(key) }] : []);
