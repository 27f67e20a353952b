import type { BenchCase, Contestant } from './case.js';

export interface CaseResult {
  readonly name: string;
  readonly target: number;
  /** Ours divided by the peer's, round by round: what a busy machine does to one, it does to both. */
  readonly ratio: Spread;
  readonly contestants: readonly { readonly name: string; readonly ms: Spread }[];
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Runs the contestants in turn, round after round. */
export async function measure({ name, against, target, rounds, open }: BenchCase): Promise<CaseResult> {
  const contestants = await open();
  const times = new Map<Contestant, number[]>(contestants.map((one) => [one, []]));
  for (let round = 0; round < rounds; round++) {
    for (const one of contestants) times.get(one)?.push(await one.run());
  }
  for (const one of contestants) await one.close();
  const [ours] = contestants;
  const peer = contestants.find((one) => one.name === against);
  const peerTimes = (peer && times.get(peer)) ?? [];
  const ratios = ((ours && times.get(ours)) ?? []).map((ms, round) => ms / (peerTimes[round] ?? Number.NaN));
  return {
    name,
    target,
    ratio: spread(ratios),
    contestants: contestants.map((one) => ({ name: one.name, ms: spread(times.get(one) ?? []) })),
  };
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { min: at(0), median: at(0.5), max: at(1) };
}

/** Ratios as a table; a row that misses its target says so. */
export function table(results: readonly CaseResult[]): string {
  const rows = results.map(({ name, ratio, target, contestants }) => [
    name,
    contestants.map((one) => `${one.name} ${number(one.ms.median)} ms`).join(', '),
    `${number(ratio.median)} (${number(ratio.min)}–${number(ratio.max)})`,
    `≤ ${target}`,
    ratio.median <= target ? 'yes' : 'NO',
  ]);
  const header = ['case', 'medians', 'ratio (spread)', 'target', 'met'];
  const widths = header.map((title, column) =>
    Math.max(...[header, ...rows].map((row) => (row[column] ?? title).length)),
  );
  return [header, ...rows]
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .join('\n');
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
