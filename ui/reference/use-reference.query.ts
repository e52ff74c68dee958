import { useQuery } from '@tanstack/react-query';
import type { WorkingCalendar } from '#common/contract/calendar.ts';
import type { Form } from '#common/contract/forms.ts';
import type { Department, Province } from '#common/contract/reference.ts';
import type { FeedbackReason, Service } from '#common/contract/requests.ts';
import { useApi } from '../api/api-provider.tsx';

/** Reference data changes only with a release or by an administrator, so one read per visit is enough. */
const CACHE_FOREVER = { staleTime: Infinity, gcTime: Infinity };

export function useServices() {
  const api = useApi();
  return useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => api.get<Service[]>('/services', {}, signal),
    ...CACHE_FOREVER,
  });
}

export function useProvinces() {
  const api = useApi();
  return useQuery({
    queryKey: ['provinces'],
    queryFn: async ({ signal }) => (await api.get<{ items: Province[] }>('/provinces', {}, signal)).items,
    ...CACHE_FOREVER,
  });
}

export function useDepartments() {
  const api = useApi();
  return useQuery({
    queryKey: ['departments'],
    queryFn: async ({ signal }) => (await api.get<{ items: Department[] }>('/departments', {}, signal)).items,
    ...CACHE_FOREVER,
  });
}

export function useForm(key: string | null | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['form', key],
    queryFn: ({ signal }) => api.get<Form>(`/forms/${key}`, {}, signal),
    enabled: Boolean(key),
    ...CACHE_FOREVER,
  });
}

export function useWorkingCalendar() {
  const api = useApi();
  return useQuery({
    queryKey: ['working-calendar'],
    queryFn: ({ signal }) => api.get<WorkingCalendar>('/working-calendar', {}, signal),
    ...CACHE_FOREVER,
  });
}

export function useFeedbackReasons() {
  const api = useApi();
  return useQuery({
    queryKey: ['feedback-reasons'],
    queryFn: ({ signal }) => api.get<FeedbackReason[]>('/feedback-reasons', {}, signal),
    ...CACHE_FOREVER,
  });
}
