export const desk = { title: 'میز کار' };
