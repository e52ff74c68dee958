const PICTURES = import.meta.glob<string>('../../../../docs/rules/pictures/*.svg', {
  query: '?url',
  import: 'default',
});

/** The addresses of the pictures of a rule of the house: what it refuses, and how it is done. */
export async function picturesOf(rule: string): Promise<{ wrong: string; right: string } | null> {
  const load = (kind: string) => PICTURES[`../../../docs/rules/pictures/${rule}-${kind}.svg`]?.();
  const [wrong, right] = await Promise.all([load('wrong'), load('right')]);
  return wrong && right ? { wrong, right } : null;
}
