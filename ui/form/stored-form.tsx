import { lazy, Suspense } from 'react';
import { FormSkeleton } from '../components/skeletons.tsx';
import type { FormBodyProps } from './form-body.tsx';

const FormBody = lazy(() => import('./form-body.tsx'));

/** A form of the forms folder. What draws it is large, so it is loaded when the first form is shown. */
export function StoredForm(props: FormBodyProps) {
  return (
    <Suspense fallback={<FormSkeleton />}>
      <FormBody {...props} />
    </Suspense>
  );
}
