import type { batches as fa } from '../fa/batches.ts';

export const batches: typeof fa = {
  more: 'More',
  filter: 'State',
  all: 'All',
  state: {
    planned: 'Waits for confirmation',
    running: 'Running',
    stopped: 'Stopped',
    finished: 'Finished',
    discarded: 'Discarded',
  },
  verb: { stop: 'Stop', resume: 'Go on', discard: 'Discard' },
  progress: 'Progress',
};
