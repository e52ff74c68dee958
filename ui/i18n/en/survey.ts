import type { survey as fa } from '../fa/survey.ts';

export const survey: typeof fa = {
  title: 'Survey',
  about: 'About your request “{{service}}”',
  openUntil: 'You can answer until {{day}}.',
  optional: 'optional',
  required: 'Choose an answer to this question.',
  pair: 'Give both ratings of a sentence, or neither.',
  nothing: 'Rate at least one sentence.',
  points: 'Points given: {{value}} of 100',
  pointsWrong: 'The points must make 100, or leave all of them empty.',
  weightsTitle: 'How important is each aspect?',
  send: 'Send the answer',
  sending: 'Sending',
  thanks: 'Thank you',
  thanksLead: 'Your answer has been recorded and helps us to do better.',
  answered: 'You have answered this survey',
  closed: 'The time of this survey is over',
  noLink: 'This page opens by the link of a message',
  noLinkText: 'Open the whole link that we sent you.',
};
