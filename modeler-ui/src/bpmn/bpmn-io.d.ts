declare module 'bpmn-js-properties-panel' {
  export const BpmnPropertiesPanelModule: object;
  export const BpmnPropertiesProviderModule: object;
  export const ZeebePropertiesProviderModule: object;
}
declare module 'bpmn-js-element-templates' {
  export const CloudElementTemplatesPropertiesProviderModule: object;
}
declare module 'bpmn-js-create-append-anything' {
  export const CreateAppendAnythingModule: object;
  export const CreateAppendElementTemplatesModule: object;
}
declare module '@bpmn-io/element-template-chooser' {
  const module: object;
  export default module;
}
declare module '@bpmn-io/element-template-icon-renderer' {
  const module: object;
  export default module;
}
declare module '@bpmn-io/variable-resolver' {
  export const ZeebeVariableResolverModule: object;
}
declare module '@bpmn-io/variable-resolver/lib/VariableProvider.js' {
  export default class VariableProvider {
    static $inject: string[];
    constructor(resolver: unknown);
  }
}
declare module 'camunda-bpmn-js-behaviors/lib/camunda-cloud' {
  const module: object;
  export default module;
}
declare module 'bpmn-js-color-picker' {
  const module: object;
  export default module;
}
declare module 'bpmn-js-bpmnlint' {
  const module: object;
  export default module;
}
declare module 'bpmn-js-native-copy-paste/lib/PasteUtil.js' {
  export function createReviver(moddle: unknown): (key: string, value: unknown) => unknown;
}
declare module 'bpmn-js-token-simulation/lib/viewer.js' {
  const module: object;
  export default module;
}
declare module 'diagram-js-minimap' {
  const module: object;
  export default module;
}
declare module 'diagram-js-grid' {
  const module: object;
  export default module;
}
declare module '@bpmn-io/properties-panel' {
  export const Group: unknown;
  export const SelectEntry: unknown;
  export const TextFieldEntry: unknown;
  export const TextAreaEntry: unknown;
  export const NumberFieldEntry: unknown;
  export function isSelectEntryEdited(node: unknown): boolean;
  export function isTextFieldEntryEdited(node: unknown): boolean;
  export function isNumberFieldEntryEdited(node: unknown): boolean;
  export function useService<T>(name: string): T;
}
declare module '@bpmn-io/properties-panel/preact' {
  export function h(component: unknown, props: object): unknown;
}
