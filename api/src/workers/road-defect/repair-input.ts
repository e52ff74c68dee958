import { Type } from '@sinclair/typebox';
import { REPAIR_KINDS } from '#api/modules/repairs/index.ts';
import { OneOf, RequestId } from '#common/contract/index.ts';

/** Input of the workers that order a repair. */
export const RepairInput = Type.Object({
  requestId: RequestId,
  repairKind: OneOf(REPAIR_KINDS),
});
