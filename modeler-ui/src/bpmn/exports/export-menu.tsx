import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Snackbar from '@mui/material/Snackbar';
import type BpmnModeler from 'bpmn-js/lib/Modeler.js';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadFile } from '#modeler-ui/shell/download-file.ts';
import { drawPdf, drawPng, embedFont, printDiagram } from './export-diagram.ts';

const KINDS = ['bpmn', 'svg', 'png', 'pdf', 'print'] as const;
type Kind = (typeof KINDS)[number];

async function exportAs(modeler: BpmnModeler, kind: Kind, name: string): Promise<void> {
  const stem = name.replace(/\.bpmn$/, '');
  if (kind === 'bpmn') {
    const { xml } = await modeler.saveXML({ format: true });
    return downloadFile(`${stem}.bpmn`, xml ?? '');
  }
  const svg = await embedFont((await modeler.saveSVG()).svg);
  if (kind === 'svg') return downloadFile(`${stem}.svg`, svg);
  if (kind === 'png') return downloadFile(`${stem}.png`, (await drawPng(svg)).png);
  if (kind === 'pdf') return downloadFile(`${stem}.pdf`, await drawPdf(svg));
  return printDiagram(svg, stem);
}

/** Menu that exports or prints the diagram. */
export function ExportMenu({ modeler, name }: { modeler: BpmnModeler | null; name: string }) {
  const { t } = useTranslation('bpmn');
  const [at, setAt] = useState<HTMLElement | null>(null);
  const [failed, setFailed] = useState(false);
  const choose = (kind: Kind) => {
    setAt(null);
    if (modeler) exportAs(modeler, kind, name).catch(() => setFailed(true));
  };
  return (
    <>
      <Button
        size="small"
        startIcon={<DownloadIcon />}
        disabled={!modeler}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => setAt(currentTarget)}
      >
        {t('tools.export')}
      </Button>
      <Menu anchorEl={at} open={Boolean(at)} onClose={() => setAt(null)}>
        {KINDS.map((kind) => (
          <MenuItem key={kind} onClick={() => choose(kind)}>
            {t(`exports.${kind}`)}
          </MenuItem>
        ))}
      </Menu>
      <Snackbar
        open={failed}
        autoHideDuration={8000}
        message={t('exports.failed')}
        onClose={() => setFailed(false)}
      />
    </>
  );
}
