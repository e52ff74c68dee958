import CriticalIcon from '@mui/icons-material/KeyboardDoubleArrowUp';
import HighIcon from '@mui/icons-material/KeyboardArrowUp';
import PersonIcon from '@mui/icons-material/PersonOutlined';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { WorkingCalendar } from '../../../../api/contract/calendar.ts';
import type { Task } from '../../../../api/contract/tasks.ts';
import { Deadline } from '../../../../ui/pieces/deadline.tsx';
import { ROW_HEIGHT } from '../../../../ui/theme/tokens.ts';

type Props = {
  task: Task;
  to: string;
  open: boolean;
  subject: string;
  calendar: WorkingCalendar | undefined;
};

/** One task in one line: how urgent, what about, in whose name, by when. */
export function TaskRow({ task, to, open, subject, calendar }: Props) {
  const { t } = useTranslation(['desk', 'words']);
  const priority = task.request?.priority ?? 'normal';
  const Urgent = priority === 'critical' ? CriticalIcon : HighIcon;
  return (
    <Box component="li">
      <Box
        component={Link}
        to={to}
        data-row
        data-task={task.key}
        aria-current={open ? 'true' : undefined}
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1,
          height: ROW_HEIGHT,
          fontSize: '0.9rem',
          px: 1.5,
          color: 'text.primary',
          textDecoration: 'none',
          borderBottom: 1,
          borderColor: 'divider',
          borderInlineStart: '3px solid transparent',
          '&:hover': { bgcolor: 'action.hover' },
          '&[aria-current]': {
            bgcolor: 'action.selected',
            borderInlineStartColor: (theme) => theme.palette.primary.main,
          },
          '&:focus-visible': { outlineOffset: -2 },
        }}
      >
        {priority !== 'normal' && (
          <Urgent
            titleAccess={t(`words:priority.${priority}`)}
            sx={{ fontSize: 18, color: priority === 'critical' ? 'error.main' : 'warning.main' }}
          />
        )}
        <Box component="span" sx={{ fontWeight: 600, flexShrink: 0, maxWidth: '45%' }} className="ellipsis">
          {subject}
        </Box>
        <Box component="span" dir="auto" sx={{ flex: 1, color: 'text.secondary' }} className="ellipsis">
          {task.request?.excerpt ?? ''}
        </Box>
        {task.assignee && (
          <PersonIcon titleAccess={t('task.assigned', { assignee: task.assignee })} sx={{ fontSize: 16 }} />
        )}
        {task.dueAt && (
          <Box
            component="span"
            sx={{ display: 'flex', fontSize: '0.8rem', fontVariantNumeric: 'tabular-nums' }}
          >
            <Deadline
              dueAt={task.dueAt}
              startedAt={task.createdAt}
              paused={task.request?.status === 'waiting-citizen'}
              calendar={calendar}
              focusable={false}
            />
          </Box>
        )}
      </Box>
    </Box>
  );
}
