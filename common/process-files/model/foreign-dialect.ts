/** Extensions of another engine in a diagram. */
export type ForeignDialect = {
  /** Display name of the engine. */
  engine: string;
  /** Its extensions used in the diagram, each once: `camunda:class`, `camunda:formData`. */
  uses: string[];
};

const DIALECTS = [
  ['Camunda 7', /xmlns:([\w-]+)\s*=\s*["']https?:\/\/camunda\.org\/schema\/1\.0\/bpmn["']/],
  ['Activiti', /xmlns:([\w-]+)\s*=\s*["']https?:\/\/activiti\.org\/bpmn["']/],
  ['Flowable', /xmlns:([\w-]+)\s*=\s*["']https?:\/\/flowable\.org\/bpmn["']/],
] as const;

const MAX_USES = 12;

/** Detects the other engine that a diagram was written for, by its namespace declarations. */
export function foreignDialect(xml: string): ForeignDialect | undefined {
  for (const [engine, pattern] of DIALECTS) {
    const prefix = pattern.exec(xml)?.[1];
    if (prefix) return { engine, uses: usesOf(prefix, xml) };
  }
  return undefined;
}

const usesOf = (prefix: string, xml: string): string[] =>
  [...new Set([...xml.matchAll(new RegExp(`[<\\s](${prefix}:[\\w-]+)`, 'g'))].map(([, name = '']) => name))]
    .sort()
    .slice(0, MAX_USES);
