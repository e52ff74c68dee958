import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { ROW_HEIGHT } from '../theme/tokens.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Placeholder for a page of text while it loads. */
export function TextSkeleton({ lines = 4 }: { lines?: number }) {
  return (
    <Stack spacing={1} aria-hidden>
      <Skeleton variant="rounded" height={28} width="45%" />
      {many(lines).map((line) => (
        <Skeleton key={line} variant="rounded" height={16} width={`${92 - (line % 3) * 12}%`} />
      ))}
    </Stack>
  );
}

/** Placeholder for the rows of a list. */
export function RowsSkeleton({ rows = 10 }: { rows?: number }) {
  return (
    <Stack spacing={0.5} sx={{ p: 1 }} aria-hidden>
      {many(rows).map((row) => (
        <Skeleton key={row} variant="rounded" height={ROW_HEIGHT - 4} />
      ))}
    </Stack>
  );
}

/** Placeholder for a form. */
export function FormSkeleton({ fields = 3 }: { fields?: number }) {
  return (
    <Stack spacing={2} aria-hidden>
      {many(fields).map((field) => (
        <Skeleton key={field} variant="rounded" height={48} />
      ))}
    </Stack>
  );
}
