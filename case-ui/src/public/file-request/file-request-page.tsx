import { FileRequest } from './file-request.tsx';

export function Component() {
  return <FileRequest trackPath={(code) => `/track#code=${code}`} />;
}
