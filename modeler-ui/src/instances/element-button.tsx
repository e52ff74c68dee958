import Link from '@mui/material/Link';

type Props = { name: string; onShow: () => void };

/** The name of an element, which shows it on the diagram. */
export function ElementButton({ name, onShow }: Props) {
  return (
    <Link component="button" type="button" onClick={onShow} sx={{ textAlign: 'start' }}>
      {name}
    </Link>
  );
}
