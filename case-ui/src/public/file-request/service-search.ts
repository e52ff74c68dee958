import type { Service } from '#common/contract/requests.ts';

/** Normalizes text for search: Arabic letters become Persian, ZWNJ is removed, letters become lower case. */
export const normalizeForSearch = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/ي|ى/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[أإآ]/g, 'ا')
    .replace(/[‌\u200d\u0640]/g, ' ')
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .trim();

const searchTextOf = (service: Service): string =>
  normalizeForSearch(
    [
      service.name.fa,
      service.name.en,
      service.description.fa,
      service.description.en,
      ...service.keywords,
    ].join(' '),
  );

/** Returns the services whose name, description or keywords contain every word of the query. */
export function searchServices(services: readonly Service[], query: string): Service[] {
  const words = normalizeForSearch(query).split(' ').filter(Boolean);
  return services.filter((service) => words.every((word) => searchTextOf(service).includes(word)));
}

const MAX_SUGGESTIONS = 3;

/** Returns the services whose keywords or names occur in the citizen's text, most likely first. */
export function suggestServices(services: readonly Service[], text: string): Service[] {
  const written = normalizeForSearch(text);
  return services
    .map((service) => ({
      service,
      hits: [...service.keywords, service.name.fa, service.name.en].filter((word) =>
        written.includes(normalizeForSearch(word)),
      ).length,
    }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ service }) => service);
}
