import type { Element } from '#common/process-files/model/diagram.ts';
import { problemOf } from '../decisions/feel.ts';
import { Rejection } from './rejection.ts';
import { invalidNameReason } from './storable-text.ts';

/** An element of the file, or a part compiled from it. */
type Named = { readonly id?: string };

/** Reads attributes of a file. An invalid one is refused with the id of its element. */
export type Reader = {
  /** @throws Rejection */
  refuse(element: Named, why: string): never;
  /** @throws Rejection when it is invalid FEEL */
  text(element: Element, source: unknown): string;
  /** @throws Rejection when the name cannot serve as a key of the state */
  name(element: Element, name: string): string;
  optional(element: Element, source: unknown): string | undefined;
  /** @param what name of the attribute
   *  @throws Rejection when it is missing or empty, or is invalid FEEL */
  required(element: Element, what: string, source: unknown): string;
};

export function createReader(file: string): Reader {
  const refuse = (element: Named, why: string): never => {
    throw new Rejection(
      'INVALID_ARGUMENT',
      `Expected to deploy new resources, but encountered the following errors:\n'${file}': - Element: ${element.id}\n    - ERROR: ${why}`,
    );
  };
  const text = (element: Element, source: unknown): string => {
    const found = String(source ?? '');
    const problem = problemOf(found);
    return problem ? refuse(element, `'${found}' is no FEEL: ${problem}`) : found;
  };
  return {
    refuse,
    text,
    name(element, name) {
      const problem = invalidNameReason(name);
      return problem ? refuse(element, `'${name.slice(0, 50)}' cannot be its name: ${problem}`) : name;
    },
    optional: (element, source) =>
      source === undefined || source === '' ? undefined : text(element, source),
    required: (element, what, source) =>
      source === undefined || String(source).trim() === ''
        ? refuse(element, `Must have the attribute ${what}`)
        : text(element, source),
  };
}
