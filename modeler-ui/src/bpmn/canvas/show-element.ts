import type BaseViewer from 'bpmn-js/lib/BaseViewer.js';
import type { Shape } from './element.ts';

/** Selects an element and brings it into view. Does nothing if the diagram has no such id. */
export function showElement(viewer: BaseViewer, elementId: string): void {
  const element = viewer.get<{ get(id: string): Shape | undefined }>('elementRegistry').get(elementId);
  if (!element) return;
  viewer.get<{ scrollToElement(element: Shape): void }>('canvas').scrollToElement(element);
  viewer.get<{ select(element: Shape): void }>('selection').select(element);
}

/** Opens the panel field of the selected element. */
export function openField(viewer: BaseViewer, entryId: string): void {
  viewer
    .get<{ fire(name: string, event: object): void }>('eventBus')
    .fire('propertiesPanel.showEntry', { id: entryId });
}
