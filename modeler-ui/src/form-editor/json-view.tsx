import { json } from '@codemirror/lang-json';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import CodeMirror from '@uiw/react-codemirror';
import { useTranslation } from 'react-i18next';

type Props = { name: string; text: string; readOnly: boolean; onChange: (text: string) => void };

const EXTENSIONS = [json()];

/** JSON of a form file as it is. */
export default function JsonView({ name, text, readOnly, onChange }: Props) {
  const { t } = useTranslation('formEditor');
  const { mode } = useTheme().palette;
  return (
    <Box dir="ltr" sx={{ border: 1, borderColor: 'divider', borderRadius: 1, overflow: 'hidden' }}>
      <CodeMirror
        aria-label={t('json', { name })}
        value={text}
        readOnly={readOnly}
        theme={mode}
        height="min(64vh, 720px)"
        extensions={EXTENSIONS}
        onChange={onChange}
      />
    </Box>
  );
}
