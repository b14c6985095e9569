// The short table `npm start` prints: for every condition among the samples, its first picture.
import fs from 'node:fs';
import path from 'node:path';

function readCsv(file) {
  const [head, ...lines] = fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => line.split(','));
  return lines.map(values => Object.fromEntries(head.map((name, i) => [name, values[i]])));
}

/** What is seen first; the rest is in the JSON and on the cards. */
const reason = ({ error, findings }) => {
  if (error) return error.code === 'NO_FACE' ? 'no face found' : error.message;
  return findings[0]?.en ?? '–';
};

/** @param scores JSON lines of `facegauge score --json` @param csv samples.csv @returns the table as text */
export async function samplesTable(scores, csv) {
  // The library's rule; it is built by the time that there are scores.
  const { quality } = await import('../kernel-lib/lib/numbers.js');
  const results = new Map(
    fs
      .readFileSync(scores, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
      .map(r => [path.basename(r.path), r])
  );
  const seen = new Set();
  const rows = [['picture', 'condition', 'quality', 'assessment', 'what is seen']];
  for (const { file, condition } of readCsv(csv)) {
    const result = results.get(file);
    if (!result || seen.has(condition)) continue;
    seen.add(condition);
    const figure = typeof result.quality === 'number' ? quality(result.quality) : '–';
    rows.push([file, condition, figure, result.assessment ?? 'failed', reason(result)]);
  }
  const widths = rows[0].map((_, i) => Math.max(...rows.map(row => row[i].length)));
  const line = row => row.map((cell, i) => (i === 4 ? cell : cell.padEnd(widths[i]))).join('  ');
  return [
    line(rows[0]),
    widths
      .slice(0, 4)
      .map(w => '─'.repeat(w))
      .join('  ') +
      '  ' +
      '─'.repeat(12),
    ...rows.slice(1).map(line)
  ].join('\n');
}
