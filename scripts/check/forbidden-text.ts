import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root, run } from '../setup/command.mjs';
import type { ProjectFile } from '../workspace.js';
import type { Check } from './check.js';

/** What no file of the project may hold, wherever it lies. */
export const forbiddenText: Check = {
  name: 'forbidden text',
  async run() {
    const listed = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z']);
    const names = listed.split('\0').filter((name) => name !== '' && !name.endsWith('.tgz'));
    return forbiddenTexts(names.flatMap(read));
  },
};

/** Written so that this file does not break its own rules. */
const rules: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  {
    pattern: /\b(?:registry\.(?:npmjs\.org|yarnpkg\.com|npmmirror\.com)|npm\.pkg\.github\.com)\b/,
    why: 'names the host of a package registry: everybody uses the one they have configured.',
  },
  {
    pattern: /(?<![\w.$}])\/(?:home|Users)\/(?!user\/|me\/|ubuntu\/|alice\/|<)[a-z][\w.-]+\/|\/root\//,
    why: "holds a path of one developer's machine.",
  },
  { pattern: /^(?:<{7}|>{7}) /m, why: 'holds a merge conflict.' },
  {
    pattern: /\bAKIA(?!IOSFODNN7EXAMPLE)[A-Z0-9]{16}\b|-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----/,
    why: 'holds a secret.',
  },
];

/** Every place that breaks a rule. */
export function forbiddenTexts(files: readonly ProjectFile[]): readonly string[] {
  return files.flatMap(({ path: file, text }) =>
    rules.flatMap(({ pattern, why }) => {
      const match = pattern.exec(text);
      if (match === null) return [];
      const line = text.slice(0, match.index).split('\n').length;
      return [`${file}:${line} ${why}`];
    }),
  );
}

function read(name: string): readonly ProjectFile[] {
  try {
    const text = readFileSync(path.join(root, name), 'utf8');
    return text.includes('\0') ? [] : [{ path: name, text }];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []; // listed by git, deleted here
    throw error;
  }
}
