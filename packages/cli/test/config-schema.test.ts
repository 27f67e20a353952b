import { describe, expect, it } from 'vitest';
import { backendPackage, folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

describe('lithops config schema', () => {
  it('prints the sections of core as a JSON schema', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['config', 'schema']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { $schema, properties } = JSON.parse(stdout);
    expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(Object.keys(properties)).toEqual(['lithops', 'serverless', 'standalone', 'localhost']);
  });

  it('has those of the plug-ins that are named, found from the folder', async () => {
    const section = `{ token: { type: 'string', required: true, secret: true, doc: 'What it asks for' } }`;
    const folder = folderWith(backendPackage('island', { section }));
    const { stdout } = await lithops(folder, ['config', 'schema', '-b', 'island']);
    expect(JSON.parse(stdout).properties.island.properties.token).toMatchObject({
      description: 'What it asks for',
      writeOnly: true,
    });
  });

  it('fails for a plug-in that does not exist', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['config', 'schema', '-m', 'rabbit']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^LITHOPS_PLUGIN_NOT_FOUND: option -m: /);
  });
});
