import type { FiledCase } from './filing.ts';
import type { DemoRun } from './run.ts';

/** Places that a demo person should look at; each stands for others in the same role. */
const TOUR: readonly (readonly [who: string, where: string, finds: string])[] = [
  [
    'caseworker.rmto-tehran',
    '/desk',
    'damaged roads at every step, an emergency, a transfer to accept, an alert to approve',
  ],
  [
    'supervisor.rmto-tehran',
    '/desk',
    'what is late and what nobody has taken, a repair refused three times, a decision to confirm',
  ],
  [
    'supervisor.rmto',
    '/desk',
    'what came up from Tehran because it is late, an appeal, a decision to confirm',
  ],
  ['agent', '/desk', 'questions of callers to answer at once'],
  ['caseworker.triage', '/desk', 'transfers that were declined'],
  [
    'deputy.ministry',
    '/desk',
    'what came up from all organisations, a measure after a complaint about staff',
  ],
  ['manager', '/desk', 'the requests of the whole ministry, to look at'],
  ['analyst', '/modeler/', 'a draft that was returned with a reason, a draft to review'],
  ['analyst.second', '/modeler/', 'a draft to review, a draft with a comment'],
  ['admin', '/modeler/', 'an approved draft to deploy, cases on an old version to migrate'],
];

/** Returns the lines for the terminal: what a run did, and where to look. */
export function reportLines(run: DemoRun, { publicUrl, password }: { publicUrl: string; password: string }) {
  const { filed, thereAlready, imported, work, alerts, processChanges } = run;
  const nothing = filed.length + alerts + processChanges === 0;
  const width = Math.max(...TOUR.map(([who]) => who.length)) + 2;
  return [
    ...(thereAlready > 0 ? [`${thereAlready} requests of the demonstration were there already.`] : []),
    nothing
      ? 'Nothing was added.'
      : `Added: ${filed.length} requests, ${imported} of an older register, ${alerts} alerts, ${processChanges} changes of processes. ` +
        `${work.completed} tasks were done and ${work.taken} taken.`,
    ...(work.stillOnTheWay.length > 0
      ? [`${work.stillOnTheWay.length} requests are still on their way: ${keysOf(work.stillOnTheWay)}`]
      : []),
    ...followable(filed),
    '',
    `Where to look (the password of all is ${password}; the one-time code some are asked for: npm run totp)`,
    `  Citizens   ${publicUrl}/`,
    ...TOUR.map(([who, where, finds]) => `  ${who.padEnd(width)}${`${publicUrl}${where}`}   ${finds}`),
    '  Messages that were sent lie in .shahrah/mail',
  ];
}

const keysOf = (cases: readonly FiledCase[]): string => cases.map(({ key }) => key).join(', ');

/** Returns one request of each kind that a citizen may want to follow. */
function followable(filed: readonly FiledCase[]): string[] {
  const shown = [
    ['answered, confirm it yourself', 'answered'],
    ['waits for your reply', 'waiting-citizen'],
    ['in progress', 'road-defect/inspect'],
  ].flatMap(([what, where]) => {
    const found = filed.find(({ course: { rests } }) => rests === where || rests.includes(where ?? ''));
    return found ? [`  ${found.request.trackingCode}   ${found.secondFactor.padEnd(6)} ${what}`] : [];
  });
  return shown.length > 0
    ? ['', 'Follow one (tracking code, last digits of the mobile number)', ...shown]
    : [];
}
