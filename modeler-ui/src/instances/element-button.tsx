import Link from '@mui/material/Link';

type Props = { name: string; onShow: () => void };

/** Element name that highlights the element on the diagram when clicked. */
export function ElementButton({ name, onShow }: Props) {
  return (
    <Link component="button" type="button" onClick={onShow} sx={{ textAlign: 'start' }}>
      {name}
    </Link>
  );
}
