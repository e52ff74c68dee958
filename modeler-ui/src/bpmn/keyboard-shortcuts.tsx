import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';

const SHORTCUTS = {
  create: 'N',
  append: 'A',
  replace: 'R',
  edit: 'E',
  find: 'Ctrl F',
  undo: 'Ctrl Z / Ctrl Y',
  copy: 'Ctrl C / Ctrl V',
  all: 'Ctrl A',
  remove: 'Delete',
  hand: 'H',
  lasso: 'L',
  space: 'S',
  connect: 'C',
  zoom: 'Ctrl + / Ctrl −',
  fit: 'Ctrl 0',
  move: '↑ ↓ ← → / Ctrl ↑ ↓ ← →',
  help: '?',
} as const;

/** Help on the keyboard shortcuts of the canvas. */
export function KeyboardShortcuts({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('bpmn');
  return (
    <Dialog open={open} onClose={onClose} maxWidth="xs" fullWidth>
      <DialogTitle>{t('keys.title')}</DialogTitle>
      <DialogContent>
        <Table size="small">
          <TableBody>
            {(Object.keys(SHORTCUTS) as (keyof typeof SHORTCUTS)[]).map((key) => (
              <TableRow key={key}>
                <TableCell>{t(`keys.rows.${key}`)}</TableCell>
                <TableCell align="right">
                  <kbd dir="ltr">{SHORTCUTS[key]}</kbd>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('keys.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
