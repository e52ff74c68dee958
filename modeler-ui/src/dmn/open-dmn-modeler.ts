import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn-embedded.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import './dmn.css';
import type Manager from 'dmn-js/lib/manager.js';
import Modeler from 'dmn-js/lib/Modeler.js';
import Viewer from 'dmn-js/lib/NavigatedViewer.js';
import type { Locale } from '#common/contract/common.ts';
import { TEXT_STYLE } from '#ui/diagram/open-viewer.ts';
import { createDmnTranslate } from './dmn-translate.ts';

/** Opens a DMN editor or viewer that fills its container. Destroy it when the container is removed. */
export function openDmnModeler(
  container: HTMLElement,
  { readOnly, locale }: { readOnly: boolean; locale: Locale },
): Manager {
  const view = { additionalModules: [{ translate: ['value', createDmnTranslate(locale)] }] };
  return new (readOnly ? Viewer : Modeler)({
    container,
    drd: { ...view, textRenderer: TEXT_STYLE },
    decisionTable: view,
    literalExpression: view,
    boxedExpression: view,
  });
}
