import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import './diagram.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { FONT } from '../theme/tokens.ts';

/** Text style of every canvas. bpmn-js measures labels in the product's font, which must be loaded first. */
export const TEXT_STYLE = { defaultStyle: { fontFamily: FONT }, externalStyle: { fontFamily: FONT } };

/** Waits until the font in which labels are drawn is available to measure them. */
export async function fontLoaded(): Promise<void> {
  await document.fonts.load(`12px ${FONT}`, 'شهراه');
  await document.fonts.ready;
}

/** Opens a read-only canvas that can be panned. Destroy it when its container is removed. */
export const openViewer = (container: HTMLElement): NavigatedViewer =>
  new NavigatedViewer({
    container,
    textRenderer: TEXT_STYLE,
    moddleExtensions: { zeebe },
  });
