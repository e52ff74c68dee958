import type BaseViewer from 'bpmn-js/lib/BaseViewer.js';
import { fitDiagram } from '#ui/diagram/canvas-zoom.ts';
import type { Shape } from './element.ts';

/** Minimum zoom at which names are readable. */
const READABLE = 0.75;
/** Space for the palette, in pixels. */
const PALETTE = 150;

type Canvas = {
  zoom(): number;
  zoom(to: number): number;
  viewbox(): { x: number; y: number; height: number; scale: number };
  viewbox(box: object): void;
};

/** Shows the whole diagram if it is readable at that zoom; otherwise shows its start. */
export function fitForEditing(viewer: BaseViewer): void {
  fitDiagram(viewer);
  const canvas = viewer.get<Canvas>('canvas');
  if (canvas.zoom() >= READABLE) return;
  const start = viewer
    .get<{ find(test: (element: Shape) => boolean): (Shape & { x: number; y: number }) | undefined }>(
      'elementRegistry',
    )
    .find(({ type, parent }) => type === 'bpmn:StartEvent' && !/SubProcess/.test(parent?.type ?? ''));
  canvas.zoom(READABLE);
  if (!start) return;
  const box = canvas.viewbox();
  canvas.viewbox({ ...box, x: start.x - PALETTE / READABLE, y: start.y - box.height / 2 });
}
