import type BaseViewer from 'bpmn-js/lib/BaseViewer.js';

type Canvas = { zoom(): number; zoom(to: number | 'fit-viewport', at?: 'auto'): number };

const LARGEST = 1;

/** Shows the whole diagram, and a small one not larger than it was drawn. */
export function fitDiagram(viewer: BaseViewer): void {
  const canvas = viewer.get<Canvas>('canvas');
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() > LARGEST) canvas.zoom(LARGEST, 'auto');
}

/** Zooms by a factor, around the middle. */
export function zoomBy(viewer: BaseViewer, factor: number): void {
  const canvas = viewer.get<Canvas>('canvas');
  canvas.zoom(canvas.zoom() * factor, 'auto');
}
