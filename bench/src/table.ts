import type { CaseResult, ContestantResult } from './measure.js';
import type { Spread } from './spread.js';

/** Ratios as a table, medians and spreads of everybody below; a case that misses its target says so. */
export function table(results: readonly CaseResult[]): string {
  return [...columns([HEADER, ...results.map(row)]), '', ...results.flatMap(details)].join('\n');
}

const HEADER = ['case', 'ratio (spread)', 'to', 'target', 'met'] as const;

function row({ name, ratio, against, target, isMet }: CaseResult): readonly string[] {
  return [name, withSpread(ratio), against, `≤ ${target}`, isMet ? 'yes' : 'NO'];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function details({ name, contestants, limits }: CaseResult): string[] {
  return [
    name,
    ...contestants.map((one) => `  ${one.name}: ${timeOf(one)}`),
    ...limits.map((one) => `  ${one.name}: ${withSpread(one.value)}, at most ${one.limit}`),
  ];
}

function timeOf({ ms, cannot }: ContestantResult): string {
  return ms === undefined ? `— (${cannot ?? 'no round'})` : `${withSpread(ms)} ms`;
}

function withSpread({ min, median, max }: Spread): string {
  return `${number(median)} (${number(min)}–${number(max)})`;
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
