import type {
  BatchItemState,
  BatchOperationKind,
  BatchOperationState,
  InstanceAction,
} from '#common/contract/index.ts';

/** Row of `batch_operations`. */
export type BatchOperationRow = {
  id: string;
  kind: BatchOperationKind;
  bulk: boolean;
  params: InstanceAction;
  filter: unknown;
  reason: string;
  state: BatchOperationState;
  total: number;
  created_by: string;
  created_at: Date;
  once_key: string | null;
  asked_hash: string;
  started_at: Date | null;
  stopped_by: string | null;
  finished_at: Date | null;
};

export type BatchItemRow = {
  operation_id: string;
  ordinal: number;
  instance_key: string;
  state: BatchItemState;
  plan: BatchItemPlan;
  code: string | null;
  detail: string | null;
  attempts: number;
  sent_at: Date | null;
  settled_at: Date | null;
};

/** Plan of an item, as keys: what was asked of the engine, and what was there before, from which its effect
 *  can be seen. */
export type BatchItemPlan = {
  incidentKeys?: string[];
  jobKeys?: string[];
  terminate?: string[];
  activate?: string[];
  /** Element instances of the targets that were there before. */
  there?: string[];
  happened?: number;
  created?: string;
  /** For a modification: it terminates nothing, so a repeat would add another token. */
  adds?: boolean;
};

/** Thrown when an item cannot be done; `code` is one of the contract's codes. */
export class ItemRefused extends Error {
  override readonly name = 'ItemRefused';
  readonly code: string;
  constructor(code: string, detail = '') {
    super(detail);
    this.code = code;
  }
}

/** Thrown when there is nothing left to do. */
export class ItemSkipped extends ItemRefused {}
