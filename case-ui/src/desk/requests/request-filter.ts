/** Filter of the request list, as stored in the URL. */
export type RequestFilter = { q: string; status: string; service: string; department: string };

const NAMES = ['q', 'status', 'service', 'department'] as const;

export const readRequestFilter = (params: URLSearchParams): RequestFilter => ({
  q: params.get('q') ?? '',
  status: params.get('status') ?? '',
  service: params.get('service') ?? '',
  department: params.get('department') ?? '',
});

export const writeRequestFilter = (filter: RequestFilter): URLSearchParams =>
  new URLSearchParams(
    NAMES.flatMap((name): [string, string][] => (filter[name] ? [[name, filter[name]]] : [])),
  );
