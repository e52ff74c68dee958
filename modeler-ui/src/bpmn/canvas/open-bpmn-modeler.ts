import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'bpmn-js-element-templates/dist/assets/element-templates.css';
import '@bpmn-io/element-template-chooser/dist/element-template-chooser.css';
import 'bpmn-js-bpmnlint/dist/assets/css/bpmn-js-bpmnlint.css';
import 'bpmn-js-color-picker/colors/color-picker.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import '#ui/diagram/diagram.css';
import '../bpmn-editor.css';
import ElementTemplateChooserModule from '@bpmn-io/element-template-chooser';
import ElementTemplateIconRenderer from '@bpmn-io/element-template-icon-renderer';
import { ZeebeVariableResolverModule } from '@bpmn-io/variable-resolver';
import BpmnModeler from 'bpmn-js/lib/Modeler.js';
import lintModule from 'bpmn-js-bpmnlint';
import ColorPickerModule from 'bpmn-js-color-picker';
import {
  CreateAppendAnythingModule,
  CreateAppendElementTemplatesModule,
} from 'bpmn-js-create-append-anything';
import { CloudElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
} from 'bpmn-js-properties-panel';
import ZeebeBehaviorsModule from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import GridModule from 'diagram-js-grid';
import MinimapModule from 'diagram-js-minimap';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { TEXT_STYLE } from '#ui/diagram/open-viewer.ts';
import { localizedLintingModule } from '../lint/localized-linting.ts';
import type { PanelSettings } from '../panel/panel-settings.ts';
import { shahrahPropertiesModule } from '../panel/shahrah-properties-provider.ts';
import { translateModule } from '../translations/translate.ts';
import { clipboardModule } from './clipboard.ts';
import { knownVariablesModule } from './known-variables.ts';
import { nameEditingModule, nameViewsModule } from './name-views.ts';
import { supportedElementsModule } from './supported-elements.ts';

type Options = {
  canvas: HTMLElement;
  panel: HTMLElement;
  settings: PanelSettings;
  /** Called with each text of the bpmn.io packages that has no translation. */
  onMissingTranslation?: (text: string) => void;
};

/** Opens a BPMN editor. Destroy it when its container is removed. */
export const openBpmnModeler = ({ canvas, panel, settings, onMissingTranslation }: Options): BpmnModeler =>
  new BpmnModeler({
    container: canvas,
    textRenderer: TEXT_STYLE,
    propertiesPanel: { parent: panel, feelPopupContainer: canvas.parentElement ?? canvas },
    house: settings,
    linting: { active: true },
    moddleExtensions: { zeebe },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      CloudElementTemplatesPropertiesProviderModule,
      ElementTemplateChooserModule,
      ElementTemplateIconRenderer,
      ZeebeBehaviorsModule,
      ZeebeVariableResolverModule,
      CreateAppendAnythingModule,
      CreateAppendElementTemplatesModule,
      ColorPickerModule,
      GridModule,
      MinimapModule,
      lintModule,
      clipboardModule,
      supportedElementsModule,
      knownVariablesModule,
      localizedLintingModule,
      nameViewsModule,
      nameEditingModule,
      shahrahPropertiesModule,
      translateModule(settings.locale, onMissingTranslation),
    ],
  } as never);
