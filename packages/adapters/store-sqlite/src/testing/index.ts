export { damage } from './damage.ts';
export { openInline, type InlineOptions } from './inline.ts';
