import Typography, { type TypographyProps } from '@mui/material/Typography';

/** Text written by a person: keeps line breaks, takes its direction from its own letters, wraps long
 *  words. */
export function PlainText({ children, sx, ...props }: TypographyProps & { children: string }) {
  return (
    <Typography dir="auto" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', ...sx }} {...props}>
      {children}
    </Typography>
  );
}
