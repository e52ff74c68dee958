type Definitions = { $attrs?: Record<string, string> };

/** Writes into a changed diagram for which engine it is, where it does not say so. What it says already stays. */
export function writePlatform(definitions: unknown): void {
  const attributes = ((definitions as Definitions).$attrs ??= {});
  attributes['xmlns:modeler'] ??= 'http://camunda.org/schema/modeler/1.0';
  attributes['modeler:executionPlatform'] ??= 'Camunda Cloud';
  attributes['modeler:executionPlatformVersion'] ??= '8.5.0';
}
