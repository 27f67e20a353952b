import { describe, expect, it } from 'vitest';
import { folderWith, installed, lambda, s3, surroundings } from '../../test/support/configuration.js';
import { checkConfiguration, configFileSchema, initialConfigFile } from './index.js';

const check = (file: string) =>
  checkConfiguration({}, installed, surroundings(folderWith({ '.lithops_config': file })));

describe('a new configuration file', () => {
  it('is right as it is, and changes nothing', () => {
    const { configuration, problems } = check(initialConfigFile());
    expect(problems).toEqual([]);
    expect(configuration?.mode).toBe('localhost');
    expect(Object.values(configuration?.sources ?? {}).every(({ kind }) => kind === 'default')).toBe(true);
  });

  it('is right with every line that is commented out put in', () => {
    const all = initialConfigFile().replaceAll(/^ {2}# (\w+:( .*)?)$/gm, '  $1');
    expect(all).toContain('\n  log_level: "warning"');
    expect(check(all).problems).toEqual([]);
  });

  it('for chosen plug-ins asks for what they need, and for nothing else', () => {
    const file = initialConfigFile([lambda, s3]);
    expect(file).toContain('\n  backend: aws_lambda\n');
    const { problems } = check(file);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('Expected "aws_lambda.execution_role"'),
    ]);
    expect(check(file.replace('execution_role:', 'execution_role: arn')).problems).toEqual([]);
  });
});

describe('the JSON schema', () => {
  it('describes core’s sections and those of the plug-ins', () => {
    const schema = JSON.parse(JSON.stringify(configFileSchema([lambda])));
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(['lithops', 'serverless', 'standalone', 'localhost', 'aws_lambda', 'aws']),
    );
    const { properties } = schema.properties.aws_lambda;
    expect(properties.runtime_memory).toEqual({
      description: 'Memory (MB)',
      default: 256,
      anyOf: [{ type: 'number', minimum: 1 }, { enum: [null] }],
    });
    expect(properties.architecture.anyOf[0]).toEqual({ enum: ['x86_64', 'arm64'] });
    expect(properties.secret_access_key.writeOnly).toBe(true);
    expect(schema.properties.lithops.properties.data_limit.anyOf).toEqual([
      { type: 'number', minimum: 0 },
      { enum: [null, false] },
    ]);
  });

  it('takes the variables of functions as a map, and as the list that Lithops for Python has', () => {
    const schema = JSON.parse(JSON.stringify(configFileSchema([lambda])));
    const named = { name: { type: 'string' }, value: {} };
    expect(schema.properties.aws_lambda.properties.env_vars.anyOf).toEqual([
      { type: 'object' },
      { type: 'array', items: { type: 'object', properties: named, required: ['name', 'value'] } },
      { enum: [null] },
    ]);
  });
});
