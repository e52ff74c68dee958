import { keepPreviousData } from '@tanstack/react-query';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import type { RequestFilter } from './request-filter.ts';

const PAGE_SIZE = 50;

export const useRequests = (filter: RequestFilter) =>
  useApiPages(
    'listRequests',
    { query: { ...filter, limit: PAGE_SIZE } },
    { placeholderData: keepPreviousData },
  );

/** Reads the request with a tracking code; null if there is none that this user may see. */
export const useRequestByCode = (code: string) =>
  useApiQuery('listRequests', { query: { q: code, limit: 1 } }, { select: ({ items }) => items[0] ?? null });
