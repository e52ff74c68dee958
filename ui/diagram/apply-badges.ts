import type BaseViewer from 'bpmn-js/lib/BaseViewer.js';
import type { Badge } from './marks.ts';

type Overlay = {
  position: Record<string, number>;
  html: HTMLElement;
  scale: { min: number; max: number };
};
type Overlays = {
  add(id: string, overlay: Overlay): string;
  remove(id: string): void;
};

/** Scale limits that keep numbers readable: badges do not shrink with the diagram. */
const READABLE = { min: 0.9, max: 1.5 };

const PLACES = { start: { top: -10, left: -8 }, end: { top: -10, right: 14 }, below: { bottom: 8, left: 0 } };

/** Puts badges on elements. Skips ids that are not in the diagram.
 *  @returns a function that removes the badges */
export function applyBadges(viewer: BaseViewer, badges: readonly Badge[]): () => void {
  const overlays = viewer.get<Overlays>('overlays');
  const registry = viewer.get<{ get(id: string): unknown }>('elementRegistry');
  const put = badges
    .filter(({ elementId }) => registry.get(elementId))
    .map((badge) =>
      overlays.add(badge.elementId, {
        position: PLACES[badge.at ?? 'end'],
        html: draw(badge),
        scale: READABLE,
      }),
    );
  return () => {
    for (const id of put) overlays.remove(id);
  };
}

function draw({ text, tone = 'neutral', title }: Badge): HTMLElement {
  const badge = document.createElement('div');
  badge.className = 'diagram-badge';
  badge.dataset['tone'] = tone;
  // The canvas is left to right, but badge texts may not be.
  badge.dir = 'auto';
  badge.textContent = text;
  if (title) badge.title = title;
  return badge;
}
