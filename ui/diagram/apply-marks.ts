import type BaseViewer from 'bpmn-js/lib/BaseViewer.js';
import type { Marks } from './marks.ts';

type Canvas = { addMarker(id: string, name: string): void; removeMarker(id: string, name: string): void };

/** Adds markers to elements. Skips ids that are not in the diagram.
 *  @returns a function that removes the markers */
export function applyMarks(viewer: BaseViewer, marks: Marks): () => void {
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<{ get(id: string): unknown }>('elementRegistry');
  const put = Object.entries(marks)
    .filter(([id]) => registry.get(id))
    .flatMap(([id, names]) => names.map((name) => [id, `mark-${name}`] as const));
  for (const [id, name] of put) canvas.addMarker(id, name);
  return () => {
    for (const [id, name] of put) if (registry.get(id)) canvas.removeMarker(id, name);
  };
}
