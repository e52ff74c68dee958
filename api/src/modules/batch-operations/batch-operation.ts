import type {
  BatchItemState,
  BatchOperationKind,
  BatchOperationState,
  InstanceAction,
} from '#common/contract/index.ts';

/** An operation as the database has it. */
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

/** What an item does, as keys: what was asked of the engine, and what stood before, by which its effect is known. */
export type BatchItemPlan = {
  incidentKeys?: string[];
  jobKeys?: string[];
  terminate?: string[];
  activate?: string[];
  /** Element instances of the targets that were there before. */
  there?: string[];
  happened?: number;
  created?: string;
  /** Of a move: nothing of it ends, so that a second one would add another token. */
  adds?: boolean;
};

/** Why an item cannot be done; a word of the contract's `code`. */
export class ItemRefused extends Error {
  override readonly name = 'ItemRefused';
  readonly code: string;
  constructor(code: string, detail = '') {
    super(detail);
    this.code = code;
  }
}

/** There is nothing to do any more. */
export class ItemSkipped extends ItemRefused {}
