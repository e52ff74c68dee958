import type { Locale } from '#common/contract/common.ts';
import { type Element, englishName } from '#common/process-files/model/diagram.ts';

type Named = Element & { name?: string };
type Part = Named & Record<string, unknown>;

const isElement = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && typeof (value as Part).$type === 'string';

const PARTS = ['rootElements', 'flowElements', 'artifacts', 'laneSets', 'lanes', 'participants'] as const;

/** Replaces element names with those of the screen's language. Only for diagrams that are shown, never for
 *  ones that are saved. */
export function localizeNames(locale: Locale, definitions: unknown): void {
  if (locale === 'fa' || !isElement(definitions)) return;
  const name = englishName(definitions);
  if (name) definitions.name = name;
  for (const part of PARTS) {
    const below = definitions[part];
    if (Array.isArray(below)) for (const element of below) localizeNames(locale, element);
  }
}
