import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

export type Milestone = {
  key: string;
  title: string;
  when: string;
  exact: string;
  text?: ReactNode;
  isUpcoming?: boolean;
};

/** Timeline of a request, newest milestone first: past milestones on a solid line, upcoming ones on a dashed
 *  one. */
export function MilestoneTimeline({
  milestones,
  label,
}: {
  milestones: readonly Milestone[];
  label: string;
}) {
  return (
    <Box component="ol" aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {milestones.map(({ key, title, when, exact, text, isUpcoming = false }, index) => (
        <Box component="li" key={key} sx={{ display: 'flex', gap: 1.5 }}>
          <Box aria-hidden sx={{ display: 'flex', flexDirection: 'column', alignItems: 'center', width: 16 }}>
            <Box
              sx={{
                width: 14,
                height: 14,
                mt: 0.75,
                flexShrink: 0,
                borderRadius: '50%',
                border: '3px solid',
                borderColor: isUpcoming ? 'text.secondary' : 'primary.main',
                bgcolor: index === 0 && !isUpcoming ? 'primary.main' : 'background.paper',
              }}
            />
            {index < milestones.length - 1 && (
              <Box
                sx={{
                  flex: 1,
                  minHeight: 16,
                  borderInlineStart: isUpcoming ? '2px dashed' : '3px solid',
                  borderColor: isUpcoming ? 'text.secondary' : 'primary.main',
                }}
              />
            )}
          </Box>
          <Box sx={{ pb: 2, minWidth: 0, flex: 1 }}>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, alignItems: 'baseline' }}>
              <Typography component="span" sx={{ fontWeight: 600 }}>
                {title}
              </Typography>
              <Typography component="span" variant="caption" sx={{ color: 'text.secondary' }} title={exact}>
                {when}
              </Typography>
            </Box>
            {text}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
