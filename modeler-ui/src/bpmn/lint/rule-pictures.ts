const PICTURES = import.meta.glob<string>('../../../../docs/rules/pictures/*.svg', {
  query: '?url',
  import: 'default',
});

/** Returns the URLs of a Shahrah rule's pictures: what it rejects, and how to do it right. */
export async function picturesOf(rule: string): Promise<{ wrong: string; right: string } | null> {
  const load = (kind: string) => PICTURES[`../../../docs/rules/pictures/${rule}-${kind}.svg`]?.();
  const [wrong, right] = await Promise.all([load('wrong'), load('right')]);
  return wrong && right ? { wrong, right } : null;
}
