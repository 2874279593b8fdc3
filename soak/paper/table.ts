import type { PaperResult } from './run-paper.ts';

/** A run as a table in Markdown. */
export function paperTable(result: PaperResult): string {
  const { tallies, interrupted, seed, hubKills, agentKills, cuts, outs, restores, proven } = result;
  const { seconds, settledAfter, setBack } = result;
  const rows = Object.entries(tallies).map(([name, tally]) => {
    const cable = interrupted[name];
    const cells = [
      name,
      tally.papers,
      tally.completed,
      tally.uncertain,
      `${tally.uncertainWhole} / ${tally.uncertainTorn} / ${tally.uncertainAbsent}`,
      tally.explained,
      cable ? `${cable.writes} / ${cable.questions} / ${cable.confirmations}` : '',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `Seed ${seed}, ${Math.round(seconds)} s: hub killed ${hubKills} times, agents ${agentKills} times, ` +
      `${cuts} cables cut in a document, ${outs} times out of paper, one journal deleted, ${restores} backups restored ` +
      `(${setBack.open} papers open in them, ${setBack.gone} orders newer than they). ` +
      `${(proven * 100).toFixed(1)} % of the papers ended with evidence; the last one ${settledAfter.toFixed(1)} s ` +
      `after the last fault. Faults found: ${result.faults.length}.`,
    '',
    '| printer | papers on the floor | completed | uncertain | of these whole / torn / absent | at most | interrupted writes / questions / confirmations |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
