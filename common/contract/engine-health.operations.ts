import { EngineHealth, ListQuarantine, QuarantinePage, Replayed, ReplayQuarantine } from './engine-health.ts';
import { operation } from './operation.ts';

export const engineHealthOperations = {
  readEngineHealth: operation({
    summary: 'Brokers, partitions, the read side, waiting messages and job workers, as this node sees them',
    response: EngineHealth,
    problems: [],
  }),

  listQuarantine: operation({
    summary: 'Records of the engine that could not be read, the oldest first, without what they hold',
    query: ListQuarantine,
    response: QuarantinePage,
    problems: ['invalid-input'],
  }),

  replayQuarantine: operation({
    summary: 'Read quarantined records again; what fails again stays, with why',
    description: 'Repeating it is harmless: what left the quarantine meanwhile counts as neither.',
    body: ReplayQuarantine,
    response: Replayed,
    problems: ['invalid-input'],
    example: { body: { ids: ['1'], reason: 'پس از اصلاح دوباره خوانده شود' } },
  }),
};
