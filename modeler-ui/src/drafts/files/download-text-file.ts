/** Downloads a text as a file. */
export function downloadTextFile(name: string, content: string): void {
  const type = name.endsWith('.json') ? 'application/json' : 'application/xml';
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/^.*\//, '');
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
