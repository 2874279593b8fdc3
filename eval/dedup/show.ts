import { join } from 'node:path';
import { readable } from '../../apps/tasks/dedup/index.ts';
import { placeOf } from './draw.ts';
import { questionsFolder, readQuestions, type Sourced } from './questions.ts';
import { readTable } from './table.ts';

// node eval/dedup/show.ts <folder of the draw> <n> [<n>…]: the texts of drawn pairs, for the judge. No labels.
const [folder, ...numbers] = process.argv.slice(2);
const data = questionsFolder();
if (folder === undefined || numbers.length === 0 || data === undefined) {
  console.error(
    'usage: POSTHOUSE_EVAL_DATA=<folder> node eval/dedup/show.ts <folder of the draw> <n> [<n>…]',
  );
  process.exitCode = 1;
} else {
  const drawn = readTable(join(folder, 'blind.tsv'));
  const byPlace = new Map(readQuestions(data).map((question) => [placeOf(question), question]));
  for (const n of numbers) {
    console.log(`== ${n}`);
    for (const place of drawn.get(Number(n)) ?? []) console.log(shown(byPlace.get(place)));
  }
}

function shown(question: Sourced | undefined): string {
  if (question === undefined) return '(gone)';
  const options = question.options.map(({ label, content }) => `  ${label}. ${readable(content)}`);
  return [`* ${readable(question.content)}`, ...options, `  = ${question.answer ?? '?'}`].join('\n');
}
