import type { Message } from './rule.ts';

/** Persian meanings of the rules of bpmnlint and of the engine's vendor, whose own messages are in English
 *  only. */
const PERSIAN: Readonly<Record<string, string>> = {
  'conditional-flows': 'مسیرهای شرطی کامل نیستند',
  'end-event-required': 'رویداد پایان ندارد',
  'event-based-gateway': 'دروازهٔ رویدادی درست به رویدادها نمی‌رسد',
  'event-sub-process-typed-start-event': 'رویداد آغاز زیرفرایند رویدادی نوع ندارد',
  'fake-join': 'چند مسیر بدون دروازه به هم می‌رسند',
  'label-required': 'نام ندارد',
  'no-bpmndi': 'روی نمودار جایی ندارد',
  'no-complex-gateway': 'دروازهٔ پیچیده پشتیبانی نمی‌شود',
  'no-disconnected': 'به هیچ چیز وصل نیست',
  'no-duplicate-sequence-flows': 'دو مسیر یکسان دارد',
  'no-gateway-join-fork': 'یک دروازه هم جمع می‌کند و هم جدا',
  'no-implicit-end': 'پایان آن روشن نیست',
  'no-implicit-split': 'بدون دروازه به چند مسیر می‌رود',
  'no-implicit-start': 'آغاز آن روشن نیست',
  'no-inclusive-gateway': 'دروازهٔ فراگیر خوانا نیست',
  'no-overlapping-elements': 'روی جزء دیگری افتاده است',
  'start-event-required': 'رویداد آغاز ندارد',
  'superfluous-gateway': 'دروازهٔ زائد است',
  'camunda-compat/called-element': 'فرایند فراخوانده نام ندارد',
  'camunda-compat/element-type': 'موتور این نوع جزء را نمی‌شناسد',
  'camunda-compat/executable-process': 'هیچ فرایند اجراپذیری نیست',
  'camunda-compat/feel': 'عبارت FEEL آن خوانا نیست',
  'camunda-compat/feel-compatibility': 'عبارت FEEL آن در این نسخهٔ موتور کار نمی‌کند',
  'camunda-compat/implementation': 'روش اجرای آن نوشته نشده است',
  'camunda-compat/loop-characteristics': 'تکرار آن کامل نوشته نشده است',
  'camunda-compat/message-reference': 'پیام آن نوشته نشده است',
  'camunda-compat/sequence-flow-condition': 'شرط آن نوشته نشده است',
  'camunda-compat/subscription': 'کلید تطبیق پیام آن نوشته نشده است',
  'camunda-compat/timer': 'زمان آن درست نوشته نشده است',
  'camunda-compat/user-task-form': 'فرم آن درست نوشته نشده است',
};

/** Returns the report of a foreign rule in both languages, with the id of the element. */
export const bilingual = (rule: string, id: string, message: string): Message => ({
  fa: `${id}: ${PERSIAN[rule] ?? `قاعدهٔ ${rule.replace('camunda-compat/', '')} رعایت نشده است`}.`,
  en: `${id}: ${message}.`,
});
