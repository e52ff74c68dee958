import type {
  BatchItemState,
  BatchOperationKind,
  BatchState,
  InstanceAction,
} from '#common/contract/index.ts';
import type { BatchKind } from '../batches/batches.ts';
import { BatchOperationNotFound, BatchOperationStateConflict } from './batch-operations.errors.ts';

export const BATCH_OPERATIONS: BatchKind = {
  name: 'batch-operation',
  jobs: 'batch-operations',
  table: 'batch_operations',
  items: 'batch_operation_items',
  batchId: 'operation_id',
  begunStates: [],
  reopens: false,
  acceptsRepeats: true,
  NotFound: BatchOperationNotFound,
  StateConflict: BatchOperationStateConflict,
};

/** Row of `batch_operations`. */
export type BatchOperationRow = {
  id: string;
  kind: BatchOperationKind;
  bulk: boolean;
  params: InstanceAction;
  filter: unknown;
  reason: string;
  state: BatchState;
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

/** An item that a run has claimed, with its state before. */
export type ClaimedItem = BatchItemRow & { was: BatchItemState };

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
