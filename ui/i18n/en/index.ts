import { alerts } from './alerts.ts';
import { common } from './common.ts';
import { desk } from './desk.ts';
import { diagram } from './diagram.ts';
import { file } from './file.ts';
import { notices } from './notices.ts';
import { problems } from './problems.ts';
import { sla } from './sla.ts';
import { staff } from './staff.ts';
import { survey } from './survey.ts';
import { track } from './track.ts';
import { words } from './words.ts';

export const en = {
  diagram,
  alerts,
  survey,
  common,
  words,
  file,
  track,
  staff,
  desk,
  notices,
  sla,
  problems,
};
