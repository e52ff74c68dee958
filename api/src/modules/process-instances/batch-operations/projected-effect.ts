import { canonicalJson } from '#api/platform/canonical-json.ts';
import type { BatchItemRow, BatchOperationRow } from './batch-operation.ts';
import type { InstanceReads } from './instance-reads.ts';

/** Tells whether the read side shows the effect of an item. */
export async function isEffectProjected(
  read: InstanceReads,
  { params: action }: BatchOperationRow,
  { instance_key: key, plan }: BatchItemRow,
): Promise<boolean> {
  switch (action.kind) {
    case 'retry':
    case 'resolve':
      return read.areIncidentsResolved(plan.incidentKeys ?? []);
    case 'cancel':
      return (await read.instance(key))?.state !== 'active';
    case 'set-variables': {
      const known = await read.variableValues({
        instanceKey: key,
        scopeKey: action.elementKey,
        names: Object.keys(action.variables),
      });
      return Object.entries(action.variables).every(([name, value]) =>
        known.some((one) => one.name === name && sameJson(one.value, value)),
      );
    }
    case 'modify': {
      const left = await read.activeElements(key, plan.terminate ?? []);
      const there = new Set(plan.there);
      const come = (await read.elementInstancesAt(key, plan.activate ?? [])).filter((one) => !there.has(one));
      return left.length === 0 && come.length >= (plan.activate ?? []).length;
    }
    case 'correlate':
      return (await read.countCorrelations(key, action.message)) > (plan.happened ?? 0);
    case 'start-again':
      return read.hasContinuation(key);
  }
}

const sameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
