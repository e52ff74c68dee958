export const modeler = {
  title: 'فرایندها',
  rail: { label: 'بخش‌های فرایندها', processes: 'فرایندها', desk: 'میز کار' },
  processes: { name: 'فرایند', version: 'نسخه', none: 'هنوز فرایندی نصب نشده است' },
  diagram: {
    label: 'نمودار فرایند {{name}}',
    broken: 'این نمودار خوانده نشد',
    fit: 'همه نمودار',
    zoomIn: 'بزرگ‌تر',
    zoomOut: 'کوچک‌تر',
  },
};
