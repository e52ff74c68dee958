import Typography from '@mui/material/Typography';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

type Props = { children: string; takesFocus?: boolean };

/** Page heading. Also sets the window title, and takes the focus when the page changes. */
export function PageHeading({ children, takesFocus = false }: Props) {
  const { t } = useTranslation('common');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} | ${t('productName')}`;
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, [children, takesFocus, t]);
  return (
    <Typography variant="h1" ref={heading} tabIndex={-1} sx={{ '&:focus': { outline: 'none' } }}>
      {children}
    </Typography>
  );
}
