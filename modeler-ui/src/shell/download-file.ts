/** Time after which the address of a download is given back: the browser has begun to save by then. */
const REVOKE_AFTER_MS = 60_000;

/** Downloads content as a file. A text takes its media type from the name. */
export function downloadFile(name: string, content: Blob | string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(
    content instanceof Blob ? content : new Blob([content], { type: mediaTypeOf(name) }),
  );
  link.download = name.replace(/^.*\//, '');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
}

const mediaTypeOf = (name: string): string =>
  name.endsWith('.json') ? 'application/json' : name.endsWith('.svg') ? 'image/svg+xml' : 'application/xml';
