export { openInline, type InlineOptions } from './inline.ts';
