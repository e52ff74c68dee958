import type { WorkingCalendar } from '#api/modules/sla/index.ts';

/* The slow and obvious reference: it looks at the clock on the wall at every quarter of an hour. Everything
 * in these tests
 * happens at whole quarters, so a quarter is worked through or not at all. */

export const QUARTER_MS = 15 * 60_000;
const SATURDAY = 6;

export type Versioned = { calendar: string; version: number };
export type ClockEvent =
  | { kind: 'pause'; reason: 'citizen' | 'outside-body'; until: number | null }
  | { kind: 'resume'; reason: 'citizen' | 'outside-body' }
  | { kind: 'takeover'; to: Versioned; back: number }
  | { kind: 'retarget'; amount: number; unit: 'hours' | 'days' }
  | { kind: 'meet' }
  | { kind: 'reopen' };

type Quarter = { state: 'running' | 'paused' | 'over'; under: Versioned };
type Hold = { reason: string; until: number };

/** Whether somebody works, as the wall says. */
export function localTimeIn(zone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  const known = new Map<number, { date: string; time: string; weekday: number }>();
  const read = (moment: number) => {
    const found = known.get(moment);
    if (found) return found;
    const [date = '', time = ''] = format.format(moment).split(', ');
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() - SATURDAY + 7) % 7;
    const shown = { date, time, weekday };
    known.set(moment, shown);
    return shown;
  };
  return {
    date: (moment: number): string => read(moment).date,
    works({ week, holidays, closures = [] }: WorkingCalendar, moment: number): boolean {
      const { date, time, weekday } = read(moment);
      if (holidays.includes(date)) return false;
      const closed = closures.some(
        (one) => one.date === date && (one.from ?? '00:00') <= time && time < (one.to ?? '24:00'),
      );
      return !closed && (week[weekday] ?? []).some(([from, to]) => from <= time && time < to);
    },
  };
}

export type LocalTime = ReturnType<typeof localTimeIn>;

/** A clock that remembers, for every quarter of its life, whether it ran and under which calendar. */
export class ReferenceClock {
  private readonly quarters: Quarter[];
  private readonly dates: string[];
  private readonly worked: Map<string, boolean[]>;
  private holds: Hold[] = [];

  constructor(
    private readonly start: number,
    private target: { amount: number; unit: 'hours' | 'days' },
    under: Versioned,
    private readonly cap: { onceDays: number; totalDays: number },
    calendars: ReadonlyMap<string, WorkingCalendar>,
    wall: LocalTime,
    horizon: number,
  ) {
    this.quarters = Array.from({ length: horizon }, () => ({ state: 'running', under }));
    const moments = this.quarters.map((_, place) => this.moment(place));
    this.dates = moments.map(wall.date);
    this.worked = new Map(
      [...calendars].map(([key, calendar]) => [key, moments.map((at) => wall.works(calendar, at))]),
    );
  }

  change(at: number, change: ClockEvent): void {
    const now = this.place(at);
    this.holds = this.holds.filter(({ until }) => until > at);
    const over = this.quarters[now]?.state === 'over';
    switch (change.kind) {
      case 'pause': {
        if (over || this.holds.some(({ reason }) => reason === change.reason)) return;
        const until = Math.min(this.endOfPause(at), change.until ?? Infinity);
        if (until > at) this.holds.push({ reason: change.reason, until });
        return this.show(now);
      }
      case 'resume':
        this.holds = this.holds.filter(({ reason }) => reason !== change.reason);
        return over ? undefined : this.show(now);
      case 'takeover':
        return over ? undefined : this.takeOver(change.to, this.place(at - change.back));
      case 'retarget':
        if (!over) this.target = change;
        return;
      case 'meet':
        this.holds = [];
        return this.from(now, (quarter) => ({ ...quarter, state: 'over' }));
      case 'reopen':
        return over ? this.from(now, (quarter) => ({ ...quarter, state: 'running' })) : undefined;
    }
  }

  net = (at: number): number => this.minutes('running', at);
  paused = (at: number): number => this.minutes('paused', at);

  targetMinutes(): number {
    if (this.target.unit === 'hours') return this.target.amount * 60;
    return this.working(0, this.endOfDay(0, this.target.amount)).length * 15;
  }

  /** When so much has elapsed; a clock that stands still now is taken as if it ran again at once. */
  momentAfterMinutes(minutes: number, now: number): number {
    const states = this.quarters.map(({ state }) => state);
    const last = this.place(now);
    let begin = last;
    if (states[last] === 'paused') {
      while (begin > 0 && states[begin - 1] === 'paused') begin -= 1;
      states.fill('running', begin);
    }
    let left = minutes;
    for (let place = 0; place < states.length; place++) {
      const moment = this.moment(place);
      if (states[place] !== 'running' || !this.works(place)) continue;
      if (left <= 15) return moment + left * 60_000;
      left -= 15;
    }
    return Number.NaN;
  }

  private place = (moment: number): number => Math.max(0, Math.round((moment - this.start) / QUARTER_MS));

  private moment = (place: number): number => this.start + place * QUARTER_MS;

  private works(place: number): boolean {
    const { under } = this.quarters[place] as Quarter;
    return this.worked.get(`${under.calendar}/${under.version}`)?.[place] === true;
  }

  /** The working quarters that begin in [from, to). */
  private working(from: number, to = this.quarters.length): number[] {
    const places = [];
    for (let place = from; place < to; place++) if (this.works(place)) places.push(place);
    return places;
  }

  private minutes(state: Quarter['state'], at: number): number {
    return (
      this.working(0, this.place(at)).filter((place) => this.quarters[place]?.state === state).length * 15
    );
  }

  /** The place at which the work of the n-th working day after the day of `from` is over. */
  private endOfDay(from: number, days: number): number {
    const seen = new Set<string>();
    let end = Number.NaN;
    for (let place = from; place < this.quarters.length; place++) {
      const date = this.dates[place] ?? '';
      if (date === this.dates[from] || !this.works(place)) continue;
      if (!seen.has(date) && seen.size === days) return end;
      seen.add(date);
      end = place + 1;
    }
    return Number.NaN;
  }

  private endOfPause(at: number): number {
    const now = this.place(at);
    const allowed = this.working(0, this.endOfDay(0, this.cap.totalDays)).length;
    const left = allowed - this.paused(at) / 15;
    if (left <= 0) return at;
    const spent = (this.working(now)[left - 1] ?? Number.NaN) + 1;
    return this.moment(Math.min(this.endOfDay(now, this.cap.onceDays), spent));
  }

  private show(now: number): void {
    const end = Math.max(0, ...this.holds.map(({ until }) => this.place(until)));
    this.from(now, (quarter, place) => ({ ...quarter, state: place < end ? 'paused' : 'running' }));
  }

  private takeOver(to: Versioned, first: number): void {
    const now = this.quarters.at(-1)?.under;
    const own = now?.calendar === to.calendar;
    this.from(first, (quarter) =>
      own && quarter.under.calendar !== to.calendar ? quarter : { ...quarter, under: to },
    );
    this.from(1, (quarter, place) =>
      quarter.state === 'over' ? { ...quarter, under: this.quarters[place - 1]?.under ?? to } : quarter,
    );
  }

  private from(first: number, how: (quarter: Quarter, place: number) => Quarter): void {
    for (let place = first; place < this.quarters.length; place++)
      this.quarters[place] = how(this.quarters[place] as Quarter, place);
  }
}
