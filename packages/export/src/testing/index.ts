export { readZip } from './read-zip.ts';
export { readSheet } from './read-sheet.ts';
