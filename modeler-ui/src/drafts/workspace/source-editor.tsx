import { json } from '@codemirror/lang-json';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import CodeMirror from '@uiw/react-codemirror';

type Props = {
  label: string;
  content: string;
  readOnly: boolean;
  isJson: boolean;
  onChange: (content: string) => void;
};

/** Text editor for a file. */
export default function SourceEditor({ label, content, readOnly, isJson, onChange }: Props) {
  const { palette } = useTheme();
  return (
    <Box
      dir="ltr"
      sx={{ border: 1, borderColor: 'divider', borderRadius: 1, overflow: 'hidden' }}
      style={{ textAlign: 'left' }}
    >
      <CodeMirror
        value={content}
        readOnly={readOnly}
        editable={!readOnly}
        theme={palette.mode}
        height="min(64vh, 720px)"
        extensions={isJson ? [json()] : []}
        onChange={onChange}
        aria-label={label}
      />
    </Box>
  );
}
