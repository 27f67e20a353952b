import { counted } from '../format-size.js';
import type { Diagnosis } from './check.js';

const levelWidth = 'problem'.length;
const nameWidth = 'configuration'.length;

/** One line, and below it the command that mends it. */
export function diagnosisText({ level, check, message, fix }: Diagnosis): string {
  const line = `${level.padEnd(levelWidth)}  ${check.padEnd(nameWidth)}  ${message}\n`;
  return fix === undefined ? line : `${line}${' '.repeat(levelWidth)}  fix: ${fix}\n`;
}

/** How it all looks, in one sentence. */
export function summaryText(found: readonly Diagnosis[], notLookedAt: readonly string[]): string {
  const problems = found.filter(({ level }) => level === 'problem').length;
  const warnings = found.filter(({ level }) => level === 'warning').length;
  if (problems + warnings === 0) return '\nAll is well.\n';
  const counts = [
    problems === 0 ? undefined : counted(problems, 'problem'),
    warnings === 0 ? undefined : counted(warnings, 'warning'),
  ].filter((count) => count !== undefined);
  const later =
    notLookedAt.length === 0 ? '' : ` Not looked at until these are mended: ${notLookedAt.join(', ')}.`;
  return `\n${counts.join(' and ')}.${later}\n`;
}
