import { DAY_MS } from '#api/platform/time.ts';
import type { OutsidePosition } from '#common/contract/index.ts';

export type FormData = Readonly<Record<string, unknown>>;

/** Data for a form. A list holds one entry per visit of the request to the form; the last one serves all
 *  further visits. */
export type Fill = FormData | readonly FormData[] | ((queue: string) => FormData);

/** Facts of a matter: its place, and the numbers in its papers. */
export type Facts = {
  /** Code of the province. */
  province: string;
  provinceName: string;
  town: string;
  /** Destination of the road. */
  other: string;
  /** A city that trains and flights go to. */
  far: string;
  road: string;
  kilometre: number;
  street: string;
  /** Number of a file, ticket or report: four or five digits. */
  number: number;
  today: Date;
};

/** Texts of a matter: what the citizen writes, and what everybody writes about it afterwards. All of them use
 *  the same facts. */
export type Matter = {
  text: string;
  address: string;
  /** Answers to the form of the service. */
  answers: FormData;
  /** The question that the department asks before it decides, and the citizen's reply. */
  question: { asks: string; reply: string };
  /** Data by the key of each form that the request can come to. */
  work: Readonly<Record<string, Fill>>;
  /** Reply of a body outside the ministry. */
  outside?: { position: OutsidePosition; text: string };
  /** Reason for dissatisfaction with the answer, where needed. */
  doubt?: string;
};

/** Feature that a place needs for a matter to happen there. */
export type Setting = 'mountain' | 'rail' | 'airport' | 'coast';

export type Scenario = {
  key: string;
  service: string;
  setting?: Setting;
  /** Filed by companies rather than people. */
  byCompany?: true;
  locale?: 'en';
  tell(facts: Facts): Matter;
};

const PERSIAN_ZERO = 0x6f0;

export const persianDigits = (number: number): string =>
  String(number).replace(/\d/g, (digit) => String.fromCharCode(PERSIAN_ZERO + Number(digit)));

/** Describes the place of a matter on a road. */
export const kilometreOf = ({ road, kilometre }: Facts): string =>
  `کیلومتر ${persianDigits(kilometre)} ${road}`;

export const streetOf = ({ town, street }: Facts): string => `${town}، ${street}`;

export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

export const inDays = (moment: Date, days: number): Date => new Date(moment.getTime() + days * DAY_MS);
