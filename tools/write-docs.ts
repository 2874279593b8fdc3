// npm run docs: writes the pages that are made from the code.
import { writeFileSync } from 'node:fs';
import { generatedPages } from './docs/pages.ts';

for (const [path, text] of await generatedPages()) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
  console.log(path);
}
