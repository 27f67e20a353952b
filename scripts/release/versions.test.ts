import { describe, expect, it } from 'vitest';
import { askedFor, moves, unaskedMajors } from './versions.js';

const core = '@lithops/core';
const plugin = '@lithops/storage-x';

describe('how versions move', () => {
  it.each([
    ['1.0.0', 'none'],
    ['1.0.1', 'patch'],
    ['1.1.0', 'minor'],
    ['2.0.0', 'major'],
  ])('from 1.0.0 to %s is %s', (to, kind) => {
    expect(moves(new Map([[core, '1.0.0']]), new Map([[core, to]]))).toEqual([
      { name: core, from: '1.0.0', to, kind },
    ]);
  });

  it('is told by name, and refuses what is no version', () => {
    const after = new Map([
      ['b', '1.0.0'],
      ['a', '1.0.0'],
    ]);
    expect(moves(after, after).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(() => moves(after, new Map([['a', 'next']]))).toThrow('got "next"');
  });
});

describe('what changesets ask for', () => {
  it('is the furthest for each package, in either kind of quotes', () => {
    const asked = askedFor([
      `---\n'${core}': patch\n"${plugin}": minor\n---\n\nOne.\n`,
      `---\n'${core}': minor\n---\n\nlater: patch\n`,
      `---\nlithops: patch\n---\n\nThree.\n`,
    ]);
    expect(Object.fromEntries(asked)).toEqual({ [core]: 'minor', [plugin]: 'minor', lithops: 'patch' });
  });

  it('is patch, minor or major', () => {
    expect(() => askedFor([`---\n'${core}': big\n---\n`])).toThrow('got "big"');
  });
});

describe('a major version', () => {
  const made = moves(new Map([[plugin, '1.4.2']]), new Map([[plugin, '2.0.0']]));

  it('that no changeset asks for is wrong', () => {
    expect(unaskedMajors(made, new Map([[core, 'minor']]))).toEqual([
      `${plugin} goes from 1.4.2 to 2.0.0, which no changeset asks for.`,
    ]);
  });

  it('is right when its own changeset asks for it, or that of core', () => {
    expect(unaskedMajors(made, new Map([[plugin, 'major']]))).toEqual([]);
    expect(unaskedMajors(made, new Map([[core, 'major']]))).toEqual([]);
  });
});
