import type { DescribedKey } from '@lithops/core/config';
import { describe, expect, it } from 'vitest';
import { configTable } from '../src/config-tables.js';

const plain: DescribedKey = {
  key: 'region',
  alias: undefined,
  expected: 'a text',
  isRequired: false,
  isSecret: false,
  fallbacks: [],
  default: undefined,
  option: undefined,
  meaning: 'Region',
};
const table = (...keys: readonly Partial<DescribedKey>[]) =>
  configTable('cloud', new Map([['cloud', keys.map((key) => ({ ...plain, ...key }))]])).split('\n');

describe('the table of a section', () => {
  it('has a row for each key, with its type and meaning', () => {
    expect(table({})).toEqual([
      '| key | type | default | meaning |',
      '| --- | --- | --- | --- |',
      '| `region` | text |  | Region |',
    ]);
  });

  it('names the option where some key has one', () => {
    const [head, , row] = table({ option: 'runtimeTimeoutMs' });
    expect(head).toBe('| key | in code | type | default | meaning |');
    expect(row).toContain('| `runtimeTimeoutMs` |');
  });

  it('begins with what must be set', () => {
    const [, , first, second] = table({ key: 'one' }, { key: 'role', isRequired: true });
    expect(first).toBe('| `role` | text | **must be set** | Region |');
    expect(second).toContain('`one`');
  });

  it('marks secrets, and says which section is asked before the default holds', () => {
    expect(table({ isSecret: true, fallbacks: ['aws'] })[2]).toBe(
      '| `region` | text; secret | section `aws` | Region |',
    );
    expect(table({ fallbacks: ['serverless'], default: 256 })[2]).toContain(
      '| section `serverless`, else `256` |',
    );
    expect(table({ default: [] })[2]).toContain('| none |');
    expect(table({ default: false })[2]).toContain('| `false` |');
  });

  it('keeps the bars of a text from being bars of the table', () => {
    expect(table({ meaning: 'a | b' })[2]).toContain('a \\| b');
  });

  it('is one for several sections only while they have the same keys', () => {
    const same = new Map([
      ['ceph', [plain]],
      ['minio', [plain]],
      ['cos', [{ ...plain, meaning: 'Other' }]],
    ]);
    expect(configTable('ceph, minio', same)).toContain('`region`');
    expect(() => configTable('ceph, cos', same)).toThrow('differ');
    expect(() => configTable('swift', same)).toThrow('There are: ceph, minio, cos.');
  });
});
