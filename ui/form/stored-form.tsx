import { lazy, Suspense } from 'react';
import { FormSkeleton } from '../components/skeletons.tsx';
import type { FormBodyProps } from './form-body.tsx';

const FormBody = lazy(() => import('./form-body.tsx'));

/** A form from the forms folder. The renderer is large, so it is loaded with the first form. */
export function StoredForm(props: FormBodyProps) {
  return (
    <Suspense fallback={<FormSkeleton />}>
      <FormBody {...props} />
    </Suspense>
  );
}
