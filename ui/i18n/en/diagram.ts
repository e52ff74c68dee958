import type { diagram as fa } from '../fa/diagram.ts';

export const diagram: typeof fa = {
  label: 'Diagram of the process {{name}}',
  broken: 'This diagram cannot be read',
  fit: 'Whole diagram',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  place: {
    title: 'Where it stands',
    show: 'Show the way of the process',
    hide: 'Hide the way of the process',
    none: 'No process has begun for this request yet.',
    at: 'Now at: {{steps}}',
    since: '{{step}} (since {{at}})',
    ended: 'This process has ended.',
    terminated: 'This process was broken off.',
    process: 'Process',
    legend: 'A thick border shows where the request stands; the thick line is the way it came.',
    unnamed: 'a step without a name',
    comma: ', ',
  },
};
