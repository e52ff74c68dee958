import type { common as fa } from '../fa/common.ts';

export const common: typeof fa = {
  productName: 'Shahrah',
  ministry: 'Ministry of Roads and Urban Development',
  tagline: 'Citizen services in one place',
  skip: 'Skip to the content',
  toDark: 'Dark appearance',
  toLight: 'Light appearance',
  tryAgain: 'Try again',
  reload: 'Load the page again',
  nothingLost: 'Nothing you typed was lost.',
  broken: 'This part of the page stopped working. What you typed is kept.',
  copied: 'Copied',
  loading: 'Loading',
  stepOf: 'Step {{step}} of {{all}}: {{name}}',
  notFound: {
    title: 'This page does not exist',
    text: 'The address may be wrong.',
    action: 'Go to the start page',
  },
  nav: {
    file: 'File a request',
    track: 'Track',
    alerts: 'Alerts',
    desk: 'Staff sign-in',
    main: 'Parts of the site',
  },
  home: {
    title: 'Bring your request to the Ministry of Roads and Urban Development',
    lead: 'Write to us about roads, transport, housing and urban development. Your request reaches the department in charge, and you can see where it is at any time.',
    file: 'File a request',
    track: 'Track a request',
    how: 'How your request moves on',
    steps: {
      write: 'You write what happened and where',
      code: 'You get a tracking code and a due date',
      work: 'The department in charge works on it',
      answer: 'You read the answer and confirm it',
    },
    rights:
      'You have a right to an answer by the date you are given, and to reopen the request once if the problem is not solved.',
  },
  rules: {
    required: 'Please fill this in.',
    minLength: 'Write at least {{value}} characters.',
    maxLength: 'Write at most {{value}} characters.',
    minimum: 'The number has to be {{value}} or more.',
    maximum: 'The number has to be {{value}} or less.',
    type: 'This value does not fit.',
    format: 'This does not have the right form.',
    other: 'This is not filled in correctly.',
  },
};
