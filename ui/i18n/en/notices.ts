import type { notices as fa } from '../fa/notices.ts';

export const notices: typeof fa = {
  title: 'Notices',
  bell_zero: 'Notices, all read',
  bell_one: 'Notices, {{value}} unread',
  bell_other: 'Notices, {{value}} unread',
  list: 'Notices',
  unread_zero: 'All are read',
  unread_one: '{{value}} unread notice',
  unread_other: '{{value}} unread notices',
  onlyUnread: 'Only unread',
  new: 'Unread',
  read: 'Mark as read',
  readAll: 'Mark all as read',
  said: 'Marked as read',
  none: 'There is no notice for you',
  noneUnread: 'You have no unread notice',
  noneText: 'Reminders of deadlines and what is handed up to you show here.',
  kind: {
    remind: 'Reminder: the time for {{target}} ends {{due}}.',
    warn: 'The time for {{target}} is running out: {{due}}.',
    escalated: 'The time for {{target}} has run out: {{due}}. Please follow it up.',
    'handed-over': 'The time for {{target}} has run out, and the request was handed up to you.',
    digest_one: 'Daily list: {{value}} request is past its last deadline.',
    digest_other: 'Daily list: {{value}} requests are past their last deadline.',
  },
  unknownDue: 'not known',
};
