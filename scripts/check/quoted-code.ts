import { documentation } from '../docs/code-blocks.js';
import { wrongQuotations } from '../docs/quoted-code.js';
import { readProjectFile } from '../workspace.js';
import type { Check } from './check.js';

/** Code that pages quote from files is what those files say today. */
export const quotedCode: Check = {
  name: 'quoted code',
  run: () => wrongQuotations(documentation(), readProjectFile),
};
