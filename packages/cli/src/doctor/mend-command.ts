import type { Mend, Origin } from '@lithops/core/config';
import { commandName } from '../command-name.js';
import { shellQuoted } from '../shell-quote.js';

/** The command that mends a problem of the configuration; `undefined`: only its user knows. */
export function mendCommand(mend: Mend): string | undefined {
  switch (mend.kind) {
    case 'edit':
      return `\${EDITOR:-vi} +${mend.line} ${shellQuoted(mend.path)}`;
    case 'write':
      return `${commandName()} config init -c ${shellQuoted(mend.path)}`;
    case 'install':
      return `npm i ${mend.package}`;
    case 'set':
      return setting(mend);
    case 'unset':
      return unsetting(mend);
    case 'move':
      return moving(mend);
  }
}

type Of<K extends Mend['kind']> = Extract<Mend, { kind: K }>;

function setting({ origin, at, value }: Of<'set'>): string | undefined {
  switch (origin.kind) {
    case 'environment':
      return `export ${origin.variable}=${shellQuoted(value)}`;
    case 'constructor':
      return optionOf(at) && `${commandName()} doctor ${optionOf(at)} ${shellQuoted(value)}`;
    default:
      return `${commandName()} config set ${at} ${shellQuoted(value)}${inFile(origin)}`;
  }
}

function unsetting({ origin, at }: Of<'unset'>): string | undefined {
  switch (origin.kind) {
    case 'environment':
      return `unset ${origin.variable}`;
    case 'constructor':
      return `${commandName()} doctor`;
    default:
      return `${commandName()} config unset ${at}${inFile(origin)}`;
  }
}

function moving({ origin, from, to }: Of<'move'>): string | undefined {
  if (origin.kind !== 'environment') return `${commandName()} config move ${from} ${to}${inFile(origin)}`;
  const [section, key] = to.split('.');
  // A mistyped section is told without a key: its variable says which.
  const wanted = `LITHOPS__${section}__${key ?? origin.variable.split('__')[2]}`.toUpperCase();
  return `export ${wanted}="$${origin.variable}" && unset ${origin.variable}`;
}

function optionOf(at: string): string | undefined {
  if (at.endsWith('.backend')) return '-b';
  return at === 'lithops.storage' ? '-s' : undefined;
}

function inFile(origin: Origin): string {
  return origin.kind === 'file' ? ` -c ${shellQuoted(origin.path)}` : '';
}
