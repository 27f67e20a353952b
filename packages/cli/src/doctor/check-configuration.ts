import { readFile } from 'node:fs/promises';
import type { LithopsError } from '@lithops/core';
import { mendOf } from '@lithops/core/config';
import type { DoctorFinding } from '@lithops/core/spec';
import type { Check, Patient } from './check.js';
import { findingOf } from './finding-of.js';

/** Was a file found, is it YAML, does every key fit, is every plug-in there? */
export const configurationCheck: Check = {
  name: 'configuration',
  async run({ check }: Patient) {
    const { configuration, problems, warnings } = check;
    const told: DoctorFinding[] = warnings.map((message) => ({ level: 'warning', message }));
    for (const problem of problems) told.push(await findingWithLine(problem));
    if (configuration === undefined) return told;
    const { compute, storage, source } = configuration;
    const file = source ?? 'no file, and none is needed';
    const names = `backend ${compute.plugin.name}, storage ${storage.plugin.name}`;
    return [{ level: 'ok', message: `${file}: ${names}` }, ...told];
  },
};

/** What is no YAML is shown, because a place alone tells little. */
async function findingWithLine(problem: LithopsError): Promise<DoctorFinding> {
  const finding = findingOf(problem);
  const mend = mendOf(problem);
  if (mend?.kind !== 'edit') return finding;
  const line = (await readFile(mend.path, 'utf8')).split(/\r?\n/)[mend.line - 1];
  const shown = line === undefined ? undefined : withoutSecret(line);
  return shown === undefined ? finding : { ...finding, message: `${finding.message} The line: ${shown}` };
}

/** `undefined`: what is on the line could be anything, also the rest of a secret. */
function withoutSecret(line: string): string | undefined {
  const [, indent, key, value] = /^(\s*)([\w.-]+)\s*:(.*)$/.exec(line) ?? [];
  if (indent === undefined || key === undefined || value === undefined) return undefined;
  const isSecret = /secret|pass|token|key|credential|url|auth/i.test(key) && value.trim() !== '';
  return `"${indent.replaceAll('\t', '⇥')}${key}:${isSecret ? ' ***' : value}"`;
}
