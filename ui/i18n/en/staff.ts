import type { staff as fa } from '../fa/staff.ts';

export const staff: typeof fa = {
  signOut: 'Sign out',
  waiting: 'Signing in…',
  noRole: 'You have no role yet',
  noRoleText: 'To work here, an administrator has to give you a role and a department.',
  noPart: 'This part is not for your role',
  noPartText: 'Choose another part from the side navigation.',
  ended: 'Your session has ended',
  endedText: 'What you typed is kept. Sign in again and go on.',
  again: 'Sign in again',
};
