import type { Applicant } from '#common/contract/index.ts';
import { isLegalPersonId, isNaturalPersonId } from '#common/text/national-id.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';

/** Names in Persian script, and in Latin for e-mail addresses. */
const FIRST_NAMES = spellings(
  'زهرا:zahra فاطمه:fatemeh مریم:maryam سمیه:somayeh لیلا:leila نرگس:narges الهام:elham شیرین:shirin پروین:parvin مهسا:mahsa آزاده:azadeh ریحانه:reyhaneh علی:ali محمد:mohammad حسین:hossein رضا:reza امیر:amir مهدی:mehdi حسن:hassan سعید:saeed بهرام:bahram کامران:kamran یوسف:yousef ناصر:naser مجید:majid فرهاد:farhad',
);
const LAST_NAMES = spellings(
  'محمدی:mohammadi احمدی:ahmadi حسینی:hosseini رضایی:rezaei کریمی:karimi موسوی:mousavi جعفری:jafari صادقی:sadeghi رحیمی:rahimi ابراهیمی:ebrahimi قاسمی:ghasemi مرادی:moradi اکبری:akbari نوری:nouri شریفی:sharifi زارعی:zarei سلیمانی:soleimani بهرامی:bahrami یزدانی:yazdani طاهری:taheri کاظمی:kazemi فرجی:faraji حیدری:heydari امینی:amini رستمی:rostami شفیعی:shafiei بلوچی:balouchi کردستانی:kordestani',
);
const COMPANIES = [
  'شرکت کشت و صنعت نمونه',
  'شرکت صنایع چوب نمونه',
  'شرکت بازرگانی موج نمونه',
  'شرکت لوازم خانگی نمونه',
] as const;
const VISITORS = ['Anna Lindqvist', 'Marco Bianchi', 'Emily Carter', 'Jonas Weber'] as const;

/** One applicant in this many has an e-mail address besides the telephone. */
const EMAIL_EVERY = 3;
const MOST_NUMBER = 1_000;

/** Makes up the applicant of a matter, with numbers that pass the checks and belong to nobody we know of. */
export function applicantOf({ byCompany, locale }: Scenario, random: Random): Applicant {
  const email = (name: string) =>
    `${name.toLowerCase().replaceAll(' ', '.')}${random.below(MOST_NUMBER)}@example.org`;
  if (locale === 'en') {
    const name = random.one(VISITORS);
    return { name, email: email(name) };
  }
  const mobile = `0912${String(1_000_000 + random.below(9_000_000))}`;
  const [first, last] = [random.one(FIRST_NAMES), random.one(LAST_NAMES)];
  const reach = {
    mobile,
    ...(random.below(EMAIL_EVERY) === 0 ? { email: email(`${first.latin} ${last.latin}`) } : {}),
  };
  return byCompany
    ? { name: random.one(COMPANIES), nationalId: checked(10, isLegalPersonId, random), ...reach }
    : {
        name: `${first.persian} ${last.persian}`,
        nationalId: checked(9, isNaturalPersonId, random),
        ...reach,
      };
}

function spellings(list: string): { persian: string; latin: string }[] {
  return list.split(' ').map((one) => {
    const [persian = '', latin = ''] = one.split(':');
    return { persian, latin };
  });
}

/** Draws digits and appends the check digit that makes them valid. */
function checked(digits: number, passes: (id: string) => boolean, random: Random): string {
  for (;;) {
    const body = String(random.below(9 * 10 ** (digits - 1)) + 10 ** (digits - 1));
    const found = Array.from({ length: 10 }, (_, digit) => `${body}${digit}`).find(passes);
    if (found) return found;
  }
}
