import Box from '@mui/material/Box';
import Popover from '@mui/material/Popover';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { picturesOf } from './rule-pictures.ts';

type Props = { rule: string; at: HTMLElement | null; onClose(): void };

/** Explains why a rule exists, with a wrong and a right example. */
export function RuleExplanation({ rule, at, onClose }: Props) {
  const { t, i18n } = useTranslation('bpmn');
  const [pictures, setPictures] = useState<{ wrong: string; right: string } | null>(null);
  useEffect(() => {
    let gone = false;
    void picturesOf(rule).then((found) => !gone && setPictures(found));
    return () => {
      gone = true;
    };
  }, [rule]);
  const key = i18n.exists(`bpmn:rules.${rule}`) ? rule : 'other';
  return (
    <Popover open={Boolean(at)} anchorEl={at} onClose={onClose}>
      <Box sx={{ p: 2, maxWidth: 560 }}>
        <Typography>{t(`rules.${key as 'other'}`)}</Typography>
        {pictures && (
          <Box sx={{ display: 'flex', gap: 2, mt: 1, flexWrap: 'wrap' }}>
            {(['wrong', 'right'] as const).map((kind) => (
              <Box key={kind} component="figure" sx={{ m: 0, flex: '1 1 220px' }}>
                <Typography component="figcaption" variant="caption">
                  {t(`problems.${kind}`)}
                </Typography>
                <Box
                  component="img"
                  src={pictures[kind]}
                  alt={t(`problems.${kind}`)}
                  sx={{
                    width: '100%',
                    maxHeight: 200,
                    objectFit: 'contain',
                    bgcolor: '#fff',
                    borderRadius: 1,
                  }}
                />
              </Box>
            ))}
          </Box>
        )}
        <Typography variant="caption" color="text.secondary" dir="ltr" component="p">
          {rule}
        </Typography>
      </Box>
    </Popover>
  );
}
