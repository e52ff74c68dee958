import type { OutsidePosition } from '#common/contract/index.ts';

export type FormData = Readonly<Record<string, unknown>>;

/** How a form is filled in; a list holds one entry for each time that the request comes to the form, the last for all further times. */
export type Fill = FormData | readonly FormData[] | ((queue: string) => FormData);

/** Where a matter happens, and the numbers that stand in its papers. */
export type Facts = {
  /** Its code. */
  province: string;
  provinceName: string;
  town: string;
  /** Where the road leads. */
  other: string;
  /** A city that trains and flights go to. */
  far: string;
  road: string;
  kilometre: number;
  street: string;
  /** Of a file, ticket or report: four or five digits. */
  number: number;
  today: Date;
};

/** What a citizen writes, and what everybody writes about it afterwards. All of it is told from the same facts. */
export type Matter = {
  text: string;
  address: string;
  /** By the form of the service. */
  answers: FormData;
  /** What the department asks before it decides, and what the citizen answers. */
  question: { asks: string; reply: string };
  /** By the key of each form that the request can come to. */
  work: Readonly<Record<string, Fill>>;
  /** What a body outside the ministry answers. */
  outside?: { position: OutsidePosition; text: string };
  /** Why the answer does not satisfy, should it not. */
  doubt?: string;
};

/** What a place must have, so that a matter can happen there. */
export type Setting = 'mountain' | 'rail' | 'airport' | 'coast';

export type Scenario = {
  key: string;
  service: string;
  setting?: Setting;
  /** Companies file it rather than people. */
  byCompany?: true;
  locale?: 'en';
  tell(facts: Facts): Matter;
};

const PERSIAN_ZERO = 0x6f0;
const DAY_MS = 86_400_000;

export const persianDigits = (number: number): string =>
  String(number).replace(/\d/g, (digit) => String.fromCharCode(PERSIAN_ZERO + Number(digit)));

/** The place of a matter on a road, in words. */
export const kilometreOf = ({ road, kilometre }: Facts): string =>
  `کیلومتر ${persianDigits(kilometre)} ${road}`;

export const streetOf = ({ town, street }: Facts): string => `${town}، ${street}`;

export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

export const inDays = (moment: Date, days: number): Date => new Date(moment.getTime() + days * DAY_MS);
