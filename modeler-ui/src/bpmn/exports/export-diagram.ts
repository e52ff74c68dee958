import arabic from '@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2?url';
import latin from '@fontsource-variable/vazirmatn/files/vazirmatn-latin-wght-normal.woff2?url';

/** Image pixels per canvas pixel. */
const SCALE = 3;
/** Maximum pixels per side; beyond it browsers return an empty image. */
const MAX_SIDE_PX = 12_000;

const dataUrl = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(blob);
  });

async function inlineFontFace(url: string, range: string): Promise<string> {
  const font = await dataUrl(await (await fetch(url)).blob());
  return `@font-face{font-family:"Vazirmatn Variable";font-weight:100 900;src:url(${font}) format("woff2");unicode-range:${range}}`;
}

/** Embeds the font in an SVG, so that it looks the same where the font is not installed. */
export async function embedFont(svg: string): Promise<string> {
  const faces = await Promise.all([
    inlineFontFace(arabic, 'U+0600-06FF,U+0750-077F,U+200C-200E,U+FB50-FDFF,U+FE70-FEFC'),
    inlineFontFace(latin, 'U+0000-00FF,U+2000-200B,U+2010-206F'),
  ]);
  return svg.replace(/(<svg[^>]*>)/, `$1<style>${faces.join('')}</style>`);
}

export type Picture = { png: Blob; width: number; height: number };

/** Renders the diagram as a PNG at print resolution. The browser shapes the Persian letters.
 *  @param svg the diagram with its font embedded */
export async function drawPng(svg: string): Promise<Picture> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(SCALE, MAX_SIDE_PX / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(image.width * scale);
    canvas.height = Math.ceil(image.height * scale);
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas to draw on');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!png) throw new Error('no picture');
    return { png, width: image.width, height: image.height };
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Renders a PDF with one page, the size of the diagram. */
export async function drawPdf(svg: string): Promise<Blob> {
  const { jsPDF } = await import('jspdf');
  const { png, width, height } = await drawPng(svg);
  const page = new jsPDF({
    orientation: width >= height ? 'landscape' : 'portrait',
    unit: 'px',
    format: [width, height],
    hotfixes: ['px_scaling'],
    compress: true,
  });
  page.addImage(await dataUrl(png), 'PNG', 0, 0, width, height);
  return page.output('blob');
}

/** Opens the print dialog with only the diagram on the page. */
export async function printDiagram(svg: string, title: string): Promise<void> {
  const { png } = await drawPng(svg);
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position:fixed;inset-inline-start:-10000px;width:0;height:0;border:0';
  document.body.append(frame);
  const page = frame.contentDocument;
  if (!page || !frame.contentWindow) return frame.remove();
  page.title = title;
  const image = page.createElement('img');
  image.src = await dataUrl(png);
  image.style.cssText = 'max-width:100%;max-height:100vh';
  page.body.append(image);
  await image.decode();
  frame.contentWindow.onafterprint = () => frame.remove();
  frame.contentWindow.print();
}
