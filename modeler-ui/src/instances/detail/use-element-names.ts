import { useLocale } from '#ui/i18n/use-locale.ts';
import { useVersionDiagram } from '../use-instances.query.ts';

export type NameOf = (elementId: string | null) => string;

/** Returns the names of a diagram's elements in the language of the screen; an element without a name is
 *  called by its id. */
export function useElementNames(version: { processKey: string; version: number }): NameOf {
  const { pick } = useLocale();
  const elements = useVersionDiagram(version).data?.elements;
  return (elementId) => {
    const name = elements?.find(({ id }) => id === elementId)?.name;
    return name ? pick(name) : (elementId ?? '');
  };
}
