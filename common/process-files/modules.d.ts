declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    fromXML(
      xml: string,
      type?: string,
      options?: { lax: boolean },
    ): Promise<{ rootElement: unknown; warnings: { message: string }[] }>;
    create(type: string, properties: Record<string, unknown>): unknown;
    toXML(root: unknown, options?: { format?: boolean }): Promise<{ xml: string }>;
  }
}

declare module 'dmn-moddle' {
  export class DmnModdle {
    fromXML(xml: string, type: string): Promise<{ rootElement: unknown; warnings: { message: string }[] }>;
    toXML(root: unknown, options?: { format?: boolean }): Promise<{ xml: string }>;
  }
}

declare module 'bpmnlint/rules/*' {
  const factory: unknown;
  export default factory;
}

declare module 'bpmnlint-plugin-camunda-compat/rules/*' {
  const factory: unknown;
  export default factory;
}

declare module 'bpmnlint/config/recommended.js' {
  const config: { rules: Record<string, unknown> };
  export default config;
}

declare module 'bpmnlint-plugin-camunda-compat' {
  const plugin: { configs: Record<string, { rules: Record<string, unknown> }> };
  export default plugin;
}

declare module 'bpmnlint/lib/resolver/static-resolver.js' {
  export default class StaticResolver {
    constructor(cache: Record<string, unknown>);
  }
}

declare module 'bpmnlint/lib/linter.js' {
  export default class Linter {
    constructor(options: { resolver: object; config: unknown });
    lint(root: unknown): Promise<Record<string, Record<string, unknown>[]>>;
  }
}

declare module '@bpmn-io/element-templates-validator' {
  export function validateZeebe(template: unknown): { valid: boolean; errors?: { message: string }[] };
}
