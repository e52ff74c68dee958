import type { problems as fa } from '../fa/problems.ts';

export const problems: typeof fa = {
  network: { title: 'The system cannot be reached', next: 'Check your internet connection and try again.' },
  unexpected: { title: 'This did not work', next: 'Try again in a little while.' },
  internal: { title: 'The system could not do this', next: 'Try again in a little while.' },
  unavailable: { title: 'The system does not answer right now', next: 'Try again in a minute.' },
  'sign-in-unavailable': { title: 'Signing in is not possible right now', next: 'Try again in a minute.' },
  'engine-unavailable': { title: 'The workflow cannot be reached right now', next: 'Try again in a minute.' },
  'too-many-requests': { title: 'There were too many calls', next: 'Wait a few minutes and try again.' },
  'too-many-attempts': {
    title: 'There were too many wrong tries',
    next: 'Wait an hour and try again, or use the link in our message.',
  },
  'invalid-input': { title: 'Some parts were not accepted', next: 'Correct the marked parts.' },
  'malformed-json': { title: 'This was not sent correctly', next: 'Load the page again.' },
  'header-too-large': {
    title: 'The address of this call is too long',
    next: 'Use fewer or shorter filters.',
  },
  'too-large': { title: 'The text is too long', next: 'Shorten it and send it again.' },
  'not-signed-in': { title: 'Your session has ended', next: 'Sign in again.' },
  'not-allowed': {
    title: 'You are not allowed to do this',
    next: 'If you should be, tell your administrator.',
  },
  'unknown-service': { title: 'This subject is not offered any more', next: 'Choose another subject.' },
  'unknown-route': { title: 'This part was not found', next: 'Load the page again.' },
  'idempotency-key-reused': {
    title: 'This was sent before with other content',
    next: 'Refresh the page and start again.',
  },
  'tracking-not-found': {
    title: 'No request fits what you entered',
    next: 'Check the tracking code and the last four digits of the mobile number or the e-mail address.',
  },
  'instance-not-found': {
    title: 'There is no such instance. It may have been a test run that is cleared away.',
    next: 'Look for it in the list of instances.',
  },
  'process-version-not-found': {
    title: 'There is no such version of this process.',
    next: 'Choose another version.',
  },
  'request-not-found': {
    title: 'This request was not found',
    next: 'It may have moved to another department. Refresh the list.',
  },
  'step-not-legal': { title: 'This is not possible in the present state', next: 'Look at the new state.' },
  'version-conflict': {
    title: 'Something has changed in the meantime',
    next: 'You see the new state; decide again.',
  },
  'absence-not-found': { title: 'This absence was not found', next: 'Refresh the list.' },
  'unknown-staff-member': {
    title: 'This person does not work for your departments',
    next: 'Choose somebody of your departments, or ask an administrator.',
  },
  'substitute-not-eligible': {
    title: 'This person cannot stand in',
    next: 'Choose somebody who works for the same department, also on its confidential matters.',
  },
  'head-not-named': { title: 'Nobody is named for this department', next: 'Refresh the list.' },
  'step-not-stuck': { title: 'This step is not stuck any more', next: 'Refresh the list.' },
  'unknown-calendar': { title: 'There is no such working calendar', next: 'Refresh the list.' },
  'calendar-has-no-work': {
    title: 'By this calendar nobody would ever work',
    next: 'Give at least one day of the week working hours.',
  },
  'task-taken': { title: 'A colleague has taken this task', next: 'Choose another task.' },
  'four-eyes-violation': {
    title: 'Whoever did the earlier step cannot check it',
    next: 'A colleague has to take this task.',
  },
  'not-your-task': { title: 'This task is not in your name', next: 'Take the task first.' },
  'another-officer-required': {
    title: 'Another colleague must take this',
    next: 'You answered this request before, and the citizen asked for another look; leave it to a colleague.',
  },
  'task-being-completed': {
    title: 'This task is being completed',
    next: 'Wait a moment; there is no need to send it again.',
  },
  'submission-reused': {
    title: 'This form was sent before with other content',
    next: 'Look at the task as it stands and send it again.',
  },
  'assignee-not-eligible': {
    title: 'This colleague does not work for the department',
    next: 'Choose another colleague.',
  },
  'too-many-streams': { title: 'You have too many pages open', next: 'Close some of them.' },
  'unknown-department': { title: 'This department was not found', next: 'Load the page again.' },
  'unknown-form': { title: 'The form of this part was not found', next: 'Tell your administrator.' },
  'unsupported-media-type': { title: 'This was not sent correctly', next: 'Load the page again.' },
  'deployment-refused': {
    title: 'These files break the rules; nothing was deployed',
    next: 'Mend what the list names and deploy again.',
  },
  'case-being-migrated': {
    title: 'The case is being moved to a new version of its process',
    next: 'Wait a few seconds and read the list again; what you wrote is kept.',
  },
  'migration-not-found': { title: 'There is no such move of cases', next: 'Look at the list of moves.' },
  'unknown-version': { title: 'There is no such version of this process', next: 'Choose another version.' },
  'migration-state-conflict': {
    title: 'The migration is not in a state that allows this',
    next: 'Read it again.',
  },
  'migration-count-mismatch': {
    title: 'This is not the number of cases that would be moved',
    next: 'Read the plan again and type its number.',
  },
  'too-many-cases': { title: 'These are more cases than one move takes', next: 'Choose fewer versions.' },
  'deployment-under-way': {
    title: 'Somebody else is deploying right now',
    next: 'Try again in a moment.',
  },
  'task-not-found': {
    title: 'This task is not open any more',
    next: 'Refresh the list and choose another task.',
  },
  'alert-not-found': { title: 'This alert was not found', next: 'Look at the list of alerts again.' },
  'alert-step-not-legal': {
    title: 'This is no longer possible for this alert',
    next: 'Look at the alert again; it has moved on.',
  },
  'alert-out-of-date': {
    title: 'The validity of the alert does not fit',
    next: 'Choose a time from ten minutes to ninety days ahead.',
  },
  'unknown-province': {
    title: 'One of the provinces is not known',
    next: 'Choose the province from the list.',
  },
  'conflict-of-interest': {
    title: 'Who wrote it cannot decide on it',
    next: 'A colleague has to do this task.',
  },
  'channel-not-available': { title: 'Messages cannot be sent this way yet', next: 'Choose another way.' },
  'address-not-valid': { title: 'This address does not look right', next: 'Check the address.' },
  'too-many-codes': { title: 'Too many codes were sent to this address', next: 'Try again in an hour.' },
  'code-not-valid': {
    title: 'The code does not fit, or its time is over',
    next: 'Check the code, or ask for a new one.',
  },
  'subscription-not-found': {
    title: 'This link belongs to no subscription',
    next: 'It may have ended; you can subscribe again.',
  },
  'survey-not-found': {
    title: 'This link belongs to no survey',
    next: 'Open the whole link of the message.',
  },
  'survey-closed': {
    title: 'This survey was answered, or its time is over',
    next: 'Nothing else is needed. Thank you.',
  },
  'test-run-not-found': {
    title: 'This test run was not found',
    next: 'Look at the list of test runs again.',
  },
  'what-if-not-found': {
    title: 'This comparison was not found',
    next: 'Look at the list of comparisons again.',
  },
  'test-run-ended': { title: 'This test run has ended', next: 'Start another one.' },
  'test-step-not-found': {
    title: 'The test run does not wait for this any more',
    next: 'Look again where it stands.',
  },
  'too-many-test-runs': {
    title: 'Too many of your test runs are under way',
    next: 'End one of them first; three can run at once.',
  },
  'too-many-what-ifs': {
    title: 'A comparison of yours is under way',
    next: 'Wait until it is finished, or stop it first.',
  },
  'sandbox-limit-exceeded': {
    title: 'Reading this file did not come to an end',
    next: 'Make the file simpler: shorter expressions, fewer elements.',
  },
  'draft-not-testable': {
    title: 'This draft cannot be tried',
    next: 'The page says what stands in the way.',
  },
  'invalid-test-data': {
    title: 'The form does not take this',
    next: 'Correct the fields and send it again.',
  },
  'decision-not-comparable': {
    title: 'This decision cannot be compared on past requests',
    next: 'Only decisions about the facts of a request can be compared.',
  },
  'draft-not-found': { title: 'This draft was not found', next: 'Look at the list of drafts again.' },
  'draft-file-not-found': { title: 'The draft has no such file', next: 'Open the draft again.' },
  'comment-not-found': { title: 'This comment was not found', next: 'Look at the comments again.' },
  'release-state-conflict': {
    title: 'This draft is past this step, or not there yet',
    next: 'Look at it again: somebody may have been faster.',
  },
  'draft-changed-since-seen': {
    title: 'The draft holds something else than what you saw',
    next: 'Look at the changes again, then decide.',
  },
  'approval-lapsed': {
    title: 'The draft was changed after it had been handed in',
    next: 'It is open again and has to be reviewed anew.',
  },
  'base-outdated': {
    title: 'What runs has changed since this draft began',
    next: 'Open the changes and choose, file by file, what runs or what is yours.',
  },
  'four-eyes-required': {
    title: 'Another person has to take this step',
    next: 'Who wrote a draft does not approve it, and who approved it does not deploy it.',
  },
  'empty-release': { title: 'This draft changes nothing', next: 'Change a file first.' },
  'reason-required': { title: 'Say why you give the draft back', next: 'The author has to know what to do.' },
  'not-in-future': { title: 'This time is not ahead', next: 'Choose a time within the next 90 days.' },
  'draft-not-open': {
    title: 'This draft is not open any more; nothing was changed',
    next: 'Wait for the review to end, or begin another draft.',
  },
  'process-exists': {
    title: 'There is a process of this key',
    next: 'Change that one, or choose another key.',
  },
  'draft-file-limit-reached': {
    title: 'This draft changes as many files as one release takes; nothing was changed',
    next: 'Take a file of the draft away, or begin another draft.',
  },
  'draft-quota-exceeded': {
    title: 'You have saved as much in drafts as one person may within a day; nothing was changed',
    next: 'Save again later: each hour frees what was saved a day before.',
  },
  'file-rejected': {
    title: 'This file is not taken; nothing was changed',
    next: 'See why, and correct the file.',
  },
  'process-not-found': { title: 'There is no process of this key', next: 'Look at the list of processes.' },
  'diagram-not-removable': { title: 'A diagram that runs cannot be taken away', next: 'Leave it as it is.' },
  'batch-operation-not-found': {
    title: 'This operation was not found',
    next: 'Go back to the list of operations.',
  },
  'confidential-case': {
    title: 'This case is confidential',
    next: 'You can only let it be tried again where it stands still. Whoever sees its request can do more.',
  },
  'batch-operation-state-conflict': { title: 'The operation has moved on', next: 'Look at its new state.' },
  'batch-count-mismatch': {
    title: 'The number is not the size of the list',
    next: 'Nothing was started. Look at the list and type its size.',
  },
  'personal-variables': {
    title: 'These variables cannot be set',
    next: 'Personal data, free text and the link to the request stay out of the process engine.',
  },
  'too-many-instances': { title: 'These are too many instances at once', next: 'Narrow the filter.' },
  'no-instance-matches': { title: 'No instance fits', next: 'Change the filter.' },
};
