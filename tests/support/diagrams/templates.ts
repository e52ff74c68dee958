import { basename } from 'node:path';
import type { TObject } from '@sinclair/typebox';
import type { AnyWorker } from '#api/engine/index.ts';
import type { ElementTemplate, TemplateProperty } from '#common/contract/index.ts';
import { filesBelow, readText, ROOT } from './project-files.ts';

export type Template = ElementTemplate & { key: string };

/** Element templates in processes/templates/. */
export const templates: Template[] = filesBelow('processes/templates', '.json').map((file) => ({
  ...(JSON.parse(readText(file)) as ElementTemplate),
  key: basename(file, '.json'),
}));

const bound = ({ properties }: ElementTemplate, type: string, property?: string): TemplateProperty[] =>
  properties.filter(
    ({ binding }) =>
      binding.type === type && (!property || ('property' in binding && binding.property === property)),
  );

export const jobTypeOf = (template: ElementTemplate): string | undefined =>
  bound(template, 'zeebe:taskDefinition', 'type')[0]?.value;

export const calledProcessOf = (template: ElementTemplate): string | undefined =>
  bound(template, 'zeebe:calledElement', 'processId')[0]?.value;

/** Returns the inputs of a template by variable name. */
export const inputsOf = (template: ElementTemplate): Map<string, TemplateProperty> =>
  new Map(
    bound(template, 'zeebe:input').map((property) => [
      'name' in property.binding ? property.binding.name : '',
      property,
    ]),
  );

/** Declares every worker of the API without its dependencies. Only type and input are usable. */
export async function declaredWorkers(): Promise<Map<string, { required: string[]; input: TObject }>> {
  const nothing: unknown = new Proxy({}, { get: () => nothing });
  const lists = await Promise.all(
    filesBelow('api/src/workers', 'index.ts').map(
      async (file) => (await import(ROOT + file)) as Record<string, (deps: unknown) => AnyWorker[]>,
    ),
  );
  const workers = lists.flatMap((list) => Object.values(list).flatMap((make) => make(nothing)));
  return new Map(
    workers.map(({ type, input }: AnyWorker) => [
      type as string,
      { input: input as TObject, required: ((input as TObject).required ?? []) as string[] },
    ]),
  );
}
