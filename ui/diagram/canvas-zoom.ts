import type BaseViewer from 'bpmn-js/lib/BaseViewer.js';

type Box = { x: number; y: number; width: number; height: number };
type Canvas = {
  zoom(): number;
  zoom(to: number | 'fit-viewport', at?: 'auto'): number;
  getSize(): { width: number; height: number };
  viewbox(box: Box): void;
};

const MAX_ZOOM = 1;

/** Fits the whole diagram into the viewport without enlarging a small one. */
export function fitDiagram(viewer: BaseViewer): void {
  const canvas = viewer.get<Canvas>('canvas');
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() > MAX_ZOOM) canvas.zoom(MAX_ZOOM, 'auto');
}

/** Centres an element at its original size. Does nothing if the element is not drawn. */
export function centreOn(viewer: BaseViewer, elementId: string): void {
  const element = viewer.get<{ get(id: string): Box | undefined }>('elementRegistry').get(elementId);
  if (!element) return;
  const canvas = viewer.get<Canvas>('canvas');
  const { width, height } = canvas.getSize();
  canvas.viewbox({
    x: element.x + element.width / 2 - width / 2,
    y: element.y + element.height / 2 - height / 2,
    width,
    height,
  });
}

/** Zooms by a factor around the centre. */
export function zoomBy(viewer: BaseViewer, factor: number): void {
  const canvas = viewer.get<Canvas>('canvas');
  canvas.zoom(canvas.zoom() * factor, 'auto');
}
