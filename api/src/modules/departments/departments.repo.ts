import type { Db } from '#api/platform/db.ts';
import type { Department, Province } from '#common/contract/index.ts';

type Named = { name_fa: string; name_en: string };

export const departmentsRepo = (db: Db) => ({
  async departments(): Promise<Department[]> {
    const rows = await db('departments')
      .select('slug', 'parent', 'kind', 'name_fa', 'name_en')
      .orderBy('path');
    return rows.map(({ slug, parent, kind, ...name }) => ({ slug, parent, kind, name: text(name) }));
  },

  async provinces(): Promise<Province[]> {
    const rows = await db('provinces').select('code', 'iso', 'name_fa', 'name_en').orderBy('code');
    return rows.map(({ code, iso, ...name }) => ({ code, iso, name: text(name) }));
  },
});

const text = ({ name_fa: fa, name_en: en }: Named) => ({ fa, en });
