import { AuditChain, AuditPage, ListAudit } from './audit.ts';
import { operation } from './operation.ts';

export const auditOperations = {
  listAudit: operation({
    summary: 'Who did what, when and why, newest first',
    query: ListAudit,
    response: AuditPage,
    problems: ['invalid-input'],
  }),

  readAuditChain: operation({
    summary: 'The end of the chain, and whether all of it held when it was last read again',
    response: AuditChain,
    problems: [],
  }),

  checkAudit: operation({
    summary: 'Read the whole chain again in the background; the chain tells the result',
    status: 202,
    problems: [],
  }),
};
