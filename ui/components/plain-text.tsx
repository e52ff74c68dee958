import Typography, { type TypographyProps } from '@mui/material/Typography';

/** A text that a person wrote: its line breaks stay, its direction follows its own letters, long words wrap. */
export function PlainText({ children, sx, ...props }: TypographyProps & { children: string }) {
  return (
    <Typography dir="auto" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', ...sx }} {...props}>
      {children}
    </Typography>
  );
}
