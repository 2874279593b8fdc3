import { reply, type Reply } from '@posthouse/kernel';

/** A piece of HTML that is safe to insert. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | readonly Html[] | string | number | null;

/** Writes HTML; everything put into it is escaped unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, next, index) => text + written(parts[index - 1] ?? null) + next));
}

function written(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{padding:.3rem .6rem;border-bottom:1px solid #8884;text-align:left}
.said{padding:.6rem 1rem;background:#8882;border-radius:.4rem}label{display:block;margin:.5rem 0}
nav a{margin-right:1rem}form.at{display:inline}pre{background:#8882;padding:1rem;overflow:auto}`;

/** A page of the old admin site; `said` is what the last deed has to say. */
export function page(title: string, said: string | undefined, body: Html, status = 200): Reply {
  const whole = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <nav>
          <a href="/admin/print/">打印管理</a><a href="/admin/print/printers">打印机</a>
          <a href="/admin/print/jobs">打印任务</a><a href="/print">控制台</a>
        </nav>
        <h1>${title}</h1>
        ${said ? html`<p class="said">${said}</p>` : null}${body}
      </body>
    </html>`;
  return reply({ status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: whole.text });
}

/** What an old link that changed things by GET shows instead: the same deed, asked for by a POST. */
export function confirmPage(question: string, action: string): Reply {
  return page(
    question,
    undefined,
    html`<form method="post" action="${action}">
      <input type="hidden" name="form" value="1" /> <button>确定</button> <a href="/admin/print/">取消</a>
    </form>`,
  );
}

/** 302 to a page that shows the message. */
export function say(place: string, message: string): Reply {
  return reply({ redirect: `${place}?${new URLSearchParams({ message }).toString()}` });
}
