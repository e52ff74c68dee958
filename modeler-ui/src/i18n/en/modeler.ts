import type { modeler as fa } from '../fa/modeler.ts';

export const modeler: typeof fa = {
  title: 'Processes',
  navigation: { label: 'Parts of the room of processes', processes: 'Processes', desk: 'Desk' },
  processes: { name: 'Process', version: 'Version', none: 'No process is deployed yet' },
};
