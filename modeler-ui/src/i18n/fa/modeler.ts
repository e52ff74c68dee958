export const modeler = {
  title: 'فرایندها',
  rail: { label: 'بخش‌های فرایندها', processes: 'فرایندها', desk: 'میز کار' },
  processes: { name: 'فرایند', version: 'نسخه', none: 'هنوز فرایندی نصب نشده است' },
};
