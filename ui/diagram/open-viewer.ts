import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import './diagram.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { FONT } from '../theme/tokens.ts';

/** How texts stand on every canvas: measured with the font of the product, which has to be loaded before. */
export const TEXT_STYLE = { defaultStyle: { fontFamily: FONT }, externalStyle: { fontFamily: FONT } };

/** Waits until names can be measured with the font they are drawn in. */
export async function fontLoaded(): Promise<void> {
  await document.fonts.load(`12px ${FONT}`, 'شهراه');
  await document.fonts.ready;
}

/** A canvas to look at and to move about in. Destroy it when its container goes. */
export const openViewer = (container: HTMLElement): NavigatedViewer =>
  new NavigatedViewer({
    container,
    textRenderer: TEXT_STYLE,
    moddleExtensions: { zeebe },
  });
