import { describe, expect, it } from 'vitest';
import { combinations } from './combinations.js';
import { foreign, installedNames, repeated } from './installed.js';
import { programOf } from './program.js';

describe('what is installed', () => {
  it('is found however deep it lies', () => {
    const packages = {
      'node_modules/@lithops/core': {},
      'node_modules/yaml': {},
      'node_modules/a/node_modules/yaml': {},
      'node_modules/a/node_modules/@aws-sdk/client-s3': {},
    };
    const names = ['@aws-sdk/client-s3', '@lithops/core', 'yaml', 'yaml'];
    expect(installedNames({ packages })).toEqual(names);
  });

  it('is wrong with two cores, not with two versions of what others made', () => {
    expect(repeated(['@lithops/core', 'lithops', 'yaml', 'yaml'])).toEqual([]);
    expect(repeated(['@lithops/core', '@lithops/core', 'yaml'])).toEqual([
      '@lithops/core is installed more than once.',
    ]);
  });
});

describe('who installs', () => {
  const without = (title: string) => combinations.find((one) => one.title === title)?.without ?? {};

  it.each(['@aws-sdk/client-s3', '@smithy/types', '@lithops/aws', '@lithops/storage-s3'])(
    'core gets no %s',
    (name) => {
      expect(foreign([name], without('core alone'))).toEqual([`${name} is code for AWS.`]);
    },
  );

  it.each([
    ['@aws-sdk/client-ec2', 'EC2'],
    ['@lithops/backend-aws-ec2', 'EC2'],
    ['@lithops/standalone', 'EC2'],
    ['ali-oss', 'Aliyun'],
    ['@alicloud/fc20230330', 'Aliyun'],
    ['@lithops/backend-aliyun-fc', 'Aliyun'],
    ['amqplib', 'AMQP'],
    ['@lithops/monitor-rabbitmq', 'AMQP'],
  ])('Lambda gets no %s', (name, what) => {
    expect(foreign([name], without('core, Lambda, S3'))).toEqual([`${name} is code for ${what}.`]);
  });

  it('Lambda gets what it needs', () => {
    const needed = ['@lithops/aws', '@aws-sdk/client-lambda', '@lithops/storage-s3', '@aws-sdk/client-s3'];
    expect(foreign(needed, without('core, Lambda, S3'))).toEqual([]);
  });
});

describe('the program of a combination', () => {
  const combination = {
    title: 'any',
    packages: ['@lithops/core'],
    library: '@lithops/core',
    imports: { s3: '@lithops/storage-s3' },
    statements: ['console.log(typeof s3);'],
    prints: ['object'],
    without: {},
    hasCommand: false,
  };

  it('loads each package the way its kind of modules does', () => {
    expect(programOf(combination, 'ESM').text).toContain("import * as s3 from '@lithops/storage-s3';");
    expect(programOf(combination, 'CommonJS').text).toContain("const s3 = require('@lithops/storage-s3');");
  });

  it('is named so that Node.js takes it for what it is, and says what it prints', () => {
    expect(programOf(combination, 'ESM')).toMatchObject({
      file: 'hello.mjs',
      prints: 'object\n[ 1, 4, 9 ]\n',
    });
    expect(programOf(combination, 'CommonJS').file).toBe('hello.cjs');
  });
});
