import type { Applicant } from '../../../contract/index.ts';
import { isLegalPersonId, isNaturalPersonId } from '../../modules/people/index.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';

const FIRST_NAMES =
  'زهرا فاطمه مریم سمیه لیلا نرگس الهام شیرین پروین مهسا آزاده ریحانه علی محمد حسین رضا امیر مهدی حسن سعید بهرام کامران یوسف ناصر مجید فرهاد'.split(
    ' ',
  );
const LAST_NAMES =
  'محمدی احمدی حسینی رضایی کریمی موسوی جعفری صادقی رحیمی ابراهیمی قاسمی مرادی اکبری نوری شریفی زارعی سلیمانی بهرامی یزدانی طاهری کاظمی فرجی حیدری امینی رستمی شفیعی بلوچی کردستانی'.split(
    ' ',
  );
const COMPANIES = [
  'شرکت کشت و صنعت نمونه',
  'شرکت صنایع چوب نمونه',
  'شرکت بازرگانی موج نمونه',
  'شرکت لوازم خانگی نمونه',
] as const;
const VISITORS = ['Anna Lindqvist', 'Marco Bianchi', 'Emily Carter', 'Jonas Weber'] as const;

/** So many have an e-mail address beside the telephone: one in this number. */
const EMAIL_EVERY = 3;

/** Who files a matter: made up, with numbers that pass the checks and belong to nobody we know of. */
export function applicantOf({ byCompany, locale }: Scenario, key: string, random: Random): Applicant {
  const email = `${key.replace(/[^a-z0-9]+/g, '-')}@example.org`;
  if (locale === 'en') return { name: random.one(VISITORS), email };
  const mobile = `0912${String(1_000_000 + random.below(9_000_000))}`;
  const reach = { mobile, ...(random.below(EMAIL_EVERY) === 0 ? { email } : {}) };
  return byCompany
    ? { name: random.one(COMPANIES), nationalId: checked(10, isLegalPersonId, random), ...reach }
    : {
        name: `${random.one(FIRST_NAMES)} ${random.one(LAST_NAMES)}`,
        nationalId: checked(9, isNaturalPersonId, random),
        ...reach,
      };
}

/** Digits with the check digit that makes them pass. */
function checked(digits: number, passes: (id: string) => boolean, random: Random): string {
  for (;;) {
    const body = String(random.below(9 * 10 ** (digits - 1)) + 10 ** (digits - 1));
    const found = Array.from({ length: 10 }, (_, digit) => `${body}${digit}`).find(passes);
    if (found) return found;
  }
}
