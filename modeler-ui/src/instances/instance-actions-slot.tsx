import { lazy, Suspense, type ComponentType } from 'react';
import type { InstanceCount, InstanceView } from '#common/contract/instances.ts';
import { useMay } from '#ui/shell/use-me.query.ts';
import { askedOf, type InstanceFilter } from './instance-filter.ts';

type InstanceProps = { instance: InstanceView };
type ElementProps = { instance: InstanceView; elementId: string };
type BulkProps = {
  /** As the api takes it. */
  filter: Record<string, string | number>;
  /** Keys of instances that were chosen one by one; empty: all that the filter finds are meant. */
  selection: readonly string[];
  /** How many the filter finds; undefined until it is known. */
  count: InstanceCount | undefined;
  /** Called when the choice is used up. */
  onDone: () => void;
};
type Actions = {
  InstanceActions: ComponentType<InstanceProps>;
  ElementActions: ComponentType<ElementProps>;
  BulkBar: ComponentType<BulkProps>;
};

/** What operators do comes as a part of its own, and only to who may. */
const [load] = Object.values(import.meta.glob<Actions>('../batch-operations/instance-actions.tsx'));

const part = <K extends keyof Actions>(name: K) =>
  load && lazy(async () => ({ default: (await load())[name] as ComponentType<unknown> }));

const InstanceActions = part('InstanceActions') as ComponentType<InstanceProps> | undefined;
const ElementActions = part('ElementActions') as ComponentType<ElementProps> | undefined;
const BulkBar = part('BulkBar') as ComponentType<BulkProps> | undefined;

/** Whether there is anything to choose instances for. */
export const HAS_BULK = BulkBar !== undefined;

/** What can be done with one instance. */
export function InstanceSlot(props: InstanceProps) {
  const may = useMay('instance:operate');
  return may && InstanceActions ? <Suspense>{<InstanceActions {...props} />}</Suspense> : null;
}

/** What can be done with the chosen element of an instance. */
export function ElementSlot(props: ElementProps) {
  const may = useMay('instance:operate');
  return may && ElementActions ? <Suspense>{<ElementActions {...props} />}</Suspense> : null;
}

/** What can be done with the chosen instances, or with all that a filter finds. */
export function BulkSlot({ filter, ...rest }: Omit<BulkProps, 'filter'> & { filter: InstanceFilter }) {
  const may = useMay('instance:operate');
  return may && BulkBar ? <Suspense>{<BulkBar {...rest} filter={askedOf(filter)} />}</Suspense> : null;
}
