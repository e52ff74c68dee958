type Definitions = { $attrs?: Record<string, string> };

/** Adds the execution platform to a changed diagram that names none. An existing entry is kept. */
export function writePlatform(definitions: unknown): void {
  const attributes = ((definitions as Definitions).$attrs ??= {});
  attributes['xmlns:modeler'] ??= 'http://camunda.org/schema/modeler/1.0';
  attributes['modeler:executionPlatform'] ??= 'Camunda Cloud';
  attributes['modeler:executionPlatformVersion'] ??= '8.5.0';
}
