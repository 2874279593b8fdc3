import type { Sheet } from './sheet.ts';

/** The look of a sheet alone, in print and in the preview. */
const STYLE = `
*{box-sizing:border-box;margin:0;padding:0}
html,body{background:#fff;color:#000}
body{font-family:"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","WenQuanYi Zen Hei",SimHei,sans-serif}
.sheet{position:relative;overflow:hidden}
.turned{position:absolute;inset:0;transform:rotate(180deg)}
.line{position:absolute;white-space:nowrap;line-height:1.15;transform:scale(.5);transform-origin:0 0}
.text .line{font-weight:600}
.code{position:absolute}
.code svg,.code img{width:100%;height:100%;display:block;object-fit:contain}
.frame{position:absolute;left:205.5pt;top:6pt;width:181.5pt;height:358.5pt;border:1pt solid #000;padding:4pt 6pt}
.frame .code{position:static;width:67.5pt;height:75pt;margin:0 auto 2pt}
.row{height:19.2pt;line-height:19.2pt;white-space:nowrap;overflow:hidden}
.number{position:absolute;bottom:8pt;width:100%;text-align:center;font-size:9pt}
pre{padding:4mm;font:3.6mm/5mm "Noto Sans Mono CJK SC","Microsoft YaHei","PingFang SC",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.picture{width:100%;height:100%;object-fit:contain;display:block}
`;

/** A whole document for one sheet: exactly its paper, without margins. */
export function documentOf({ template, width, height, html }: Sheet): string {
  return `<!doctype html><html><head><meta charset="utf-8"><style>@page{size:${width}mm ${height}mm;margin:0}${STYLE}.sheet{width:${width}mm;height:${height}mm}</style></head><body><div class="sheet ${template}">${html}</div></body></html>`;
}

const PICTURES_WITHIN = 10_000;

/**
 * Prints a sheet: silently where the browser runs with `--kiosk-printing`, by its dialog otherwise. Resolves when the
 * browser is done with it, which for a dialog may mean that it was closed; rejects when a picture cannot be loaded.
 */
export async function printSheet(sheet: Sheet): Promise<void> {
  const frame = document.createElement('iframe');
  frame.className = 'printing';
  frame.srcdoc = documentOf(sheet);
  document.body.append(frame);
  try {
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true });
    });
    const page = frame.contentWindow!;
    await Promise.all([...page.document.images].map(loaded));
    page.print();
  } finally {
    frame.remove();
  }
}

/** A picture that did not come must not be taken for a printed one. */
async function loaded(image: HTMLImageElement): Promise<void> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(image.src.slice(0, 100))), PICTURES_WITHIN);
  });
  await Promise.race([image.decode(), late]);
}
