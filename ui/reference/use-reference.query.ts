import { skipToken } from '@tanstack/react-query';
import { useApiQuery } from '../api/queries.ts';

/** Reference data changes only with a release or by an administrator, so one read per visit is enough. */
const CACHE_FOREVER = { staleTime: Infinity, gcTime: Infinity };

export const useServices = () => useApiQuery('listServices', {}, CACHE_FOREVER);

export const useProvinces = () =>
  useApiQuery('listProvinces', {}, { ...CACHE_FOREVER, select: ({ items }) => items });

export const useDepartments = () =>
  useApiQuery('listDepartments', {}, { ...CACHE_FOREVER, select: ({ items }) => items });

export const useForm = (key: string | null | undefined) =>
  useApiQuery('getForm', key ? { params: { key } } : skipToken, CACHE_FOREVER);

export const useWorkingCalendar = () => useApiQuery('readWorkingCalendar', {}, CACHE_FOREVER);

export const useFeedbackReasons = () => useApiQuery('listFeedbackReasons', {}, CACHE_FOREVER);
