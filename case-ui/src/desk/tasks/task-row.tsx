import HighIcon from '@mui/icons-material/KeyboardArrowUp';
import CriticalIcon from '@mui/icons-material/KeyboardDoubleArrowUp';
import PersonIcon from '@mui/icons-material/PersonOutlined';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { WorkingCalendar } from '#common/contract/calendar.ts';
import type { Task } from '#common/contract/tasks.ts';
import { Deadline } from '#ui/components/deadline.tsx';
import { ListRow } from '../shell/list-row.tsx';

type Props = {
  task: Task;
  to: string;
  open: boolean;
  subject: string;
  calendar: WorkingCalendar | undefined;
};

/** One task in one line: priority, subject, assignee, deadline. */
export function TaskRow({ task, calendar, ...row }: Props) {
  const { t } = useTranslation(['desk', 'words']);
  const priority = task.request?.priority ?? 'normal';
  const Urgent = priority === 'critical' ? CriticalIcon : HighIcon;
  return (
    <ListRow
      {...row}
      id={task.key}
      excerpt={task.request?.excerpt ?? ''}
      lead={
        priority !== 'normal' && (
          <Urgent
            titleAccess={t(`words:priority.${priority}`)}
            sx={{ fontSize: 18, color: priority === 'critical' ? 'error.main' : 'warning.main' }}
          />
        )
      }
    >
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
    </ListRow>
  );
}
