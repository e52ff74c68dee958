import { useMutation } from '@tanstack/react-query';
import type { FileRequest } from '#common/contract/requests.ts';
import { useApi } from '#ui/api/api-provider.tsx';

export function useFileRequest() {
  const api = useApi();
  return useMutation({
    mutationFn: ({ request, key }: { request: FileRequest; key: string }) =>
      api('fileRequest', { body: request, idempotencyKey: key }),
  });
}
