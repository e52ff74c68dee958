import type { Text } from '#common/contract/index.ts';
import type { SourceFile } from '../isolation/not-testable.ts';

/** Returns the names of element templates by their ids, from the files of a run. */
export const templateNames = (files: readonly SourceFile[]) => {
  const names = new Map<string, Text>();
  for (const { name, content } of files) {
    if (!name.startsWith('templates/')) continue;
    try {
      const template = JSON.parse(content) as {
        id: string;
        name: string;
        texts?: { fa?: Record<string, string>; en?: Record<string, string> };
      };
      const key = template.name.replace(/^%/, '');
      names.set(template.id, {
        fa: template.texts?.fa?.[key] ?? template.name,
        en: template.texts?.en?.[key] ?? template.name,
      });
    } catch {
      continue;
    }
  }
  return (id: string): Text | null => names.get(id) ?? null;
};
