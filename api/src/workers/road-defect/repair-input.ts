import { Type } from '@sinclair/typebox';
import { OneOf, Priority, RequestId, Slug } from '../../../contract/index.ts';
import { REPAIR_KINDS } from '../../modules/repairs/index.ts';

/** What a repair is ordered by. */
export const RepairInput = Type.Object({
  requestId: RequestId,
  department: Slug,
  repairKind: OneOf(REPAIR_KINDS),
  priority: Priority,
});
