import { randomUUID } from 'node:crypto';
import type { DoctorFinding } from '@lithops/core/spec';
import { type AwsCloud, faults } from '@lithops/testing-aws-cloud';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { configurationOf, Installation } from './support/command.js';
import { cloud } from './support/lambda.js';

interface Diagnosis extends DoctorFinding {
  readonly check: string;
}

async function diagnose(user: Installation): Promise<readonly Diagnosis[]> {
  const { stdout, stderr } = await user.lithops('doctor', '--json');
  if (stdout === '') throw new Error(`Expected findings, got ${stderr}`);
  return JSON.parse(stdout).findings;
}

/** What the backend itself has to say. */
async function ofBackend(user: Installation): Promise<readonly Diagnosis[]> {
  return (await diagnose(user)).filter(({ check }) => check === 'backend');
}

/** What a user would type: `lithops` itself, and as much of the command of AWS as the doctor prescribes here. */
async function carryOut(command: string, user: Installation, aws: AwsCloud): Promise<void> {
  const [program, ...words] = command.split(' ');
  if (program === 'lithops') {
    expect(await user.lithops(...words)).toMatchObject({ code: 0 });
    return;
  }
  const { stdout: trust } = await user.lithops('policy', 'trust');
  const [, name = ''] =
    /^aws iam create-role --role-name (\w+) .*"\$\(lithops policy trust\)"/.exec(command) ?? [];
  aws.roles.add({ name, trusts: [JSON.parse(trust).Statement[0].Principal.Service] });
}

const notTheDoctors = [
  'iam:PassRole',
  'lambda:CreateFunction',
  'lambda:GetFunctionConfiguration',
  'lambda:InvokeFunction',
  'lambda:PutFunctionEventInvokeConfig',
  'lambda:TagResource',
];

describe.skipIf(whyNoS3 !== undefined)(`lithops doctor on Lambda ${whyNoS3 ?? ''}`, () => {
  it('says who I am, what the account runs at once, and that the role and functions are well', async () => {
    const aws = await cloud({ s3: s3UnderTest() });
    const user = await Installation.with(configurationOf(aws, 'unused'), aws.env);
    expect(await user.lithops('hello')).toMatchObject({ code: 0, stderr: '' });
    const found = await ofBackend(user);
    expect(found.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      `ok: the credentials are those of arn:aws:iam::${aws.accountId}:user/tester`,
      'ok: Lambda answers from us-east-1',
      'ok: the account runs 1000 calls at once, max_workers is 1000',
      'ok: the role "lithops" is there, and Lambda may be it',
      'ok: 1 function is deployed for this user',
    ]);
  });

  it('warns of more workers than the account runs at once, with the number that it does', async () => {
    const aws = await cloud({ s3: s3UnderTest(), concurrentExecutions: 10 });
    const user = await Installation.with(configurationOf(aws, 'unused'), aws.env);
    expect(await ofBackend(user)).toContainEqual({
      check: 'backend',
      level: 'warning',
      message: expect.stringContaining('max_workers = 1000 calls at once, got 10'),
      fix: 'lithops config set aws_lambda.max_workers 10',
    });
  });

  it('finds no fault with credentials that may not look, and says what was not looked at', async () => {
    const aws = await cloud({ s3: s3UnderTest(), allow: notTheDoctors });
    const user = await Installation.with(configurationOf(aws, 'unused'), aws.env);
    const all = await diagnose(user);
    expect(all.filter(({ level }) => level === 'problem')).toEqual([]);
    const found = all.filter(({ check }) => check === 'backend');
    expect(new Set(found.map(({ level }) => level))).toEqual(new Set(['ok']));
    for (const action of ['lambda:GetAccountSettings', 'iam:GetRole', 'lambda:ListFunctions'])
      expect(found.map(({ message }) => message)).toContainEqual(
        expect.stringContaining(`was not looked at: these credentials may not ${action},`),
      );
  });

  it('names a role that Lambda may not be, and the command that lets it', async () => {
    const aws = await cloud({
      s3: s3UnderTest(),
      roles: [{ name: 'lithops', trusts: ['ec2.amazonaws.com'] }],
    });
    const user = await Installation.with(configurationOf(aws, 'unused'), aws.env);
    expect(await ofBackend(user)).toContainEqual({
      check: 'backend',
      level: 'problem',
      message: expect.stringContaining('expected a role that lambda.amazonaws.com may assume'),
      fix: 'aws iam update-assume-role-policy --role-name lithops --policy-document "$(lithops policy trust)"',
    });
  });

  it('warns of a clock that does not agree with that of AWS', async () => {
    const aws = await cloud({ s3: s3UnderTest() });
    const slow = 'const { now } = Date; Date.now = () => now() - 10 * 60_000;';
    const user = await Installation.with(configurationOf(aws, 'unused'), {
      ...aws.env,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(slow)}`,
    });
    expect(await ofBackend(user)).toContainEqual({
      check: 'backend',
      level: 'warning',
      message: expect.stringContaining('got one that is 10 minutes behind'),
      fix: 'sudo timedatectl set-ntp true',
    });
  });

  it('says that Lambda does not answer, once', async () => {
    const aws = await cloud({ s3: s3UnderTest() });
    aws.faults.inject(faults.serverError(), { operation: 'GetAccountSettings' });
    const user = await Installation.with(configurationOf(aws, 'unused'), aws.env);
    const problems = (await ofBackend(user)).filter(({ level }) => level === 'problem');
    expect(problems).toEqual([
      {
        check: 'backend',
        level: 'problem',
        message: expect.stringContaining('LITHOPS_SERVICE_UNAVAILABLE'),
      },
    ]);
  });

  it('leads from a configuration with nothing right to one that works, command by command', async () => {
    const aws = await cloud({ s3: s3UnderTest(), concurrentExecutions: 20, roles: [] });
    const { AWS_REGION, AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', ...found } = aws.env;
    const bucket = `test-${randomUUID()}`;
    const user = await Installation.with(
      `lithops:\n  backend: aws_lambda\n  storage: aws_s3\n  storage_bucket: ${bucket}\naws:\n  access_key_id: ${AWS_ACCESS_KEY_ID}\n  secret_access_key: wrong\n`,
      found,
    );
    // What only the user knows; the role is first mistaken for one of another account.
    const known: Readonly<Record<string, string>> = {
      execution_role: 'arn:aws:iam::999999999999:role/lithops',
      region: AWS_REGION ?? '',
      secret_access_key: AWS_SECRET_ACCESS_KEY,
    };
    const done: string[] = [];
    for (;;) {
      const ill = (await diagnose(user)).find(({ level, fix }) => level !== 'ok' && fix !== undefined);
      if (ill?.fix === undefined) break;
      const command = ill.fix.replace(/\.(\w+) VALUE$/, (_, key: string) => `.${key} ${known[key]}`);
      if (done.includes(command))
        throw new Error(`Mended in vain by ${command}: ${ill.message}\n${done.join('\n')}`);
      done.push(command);
      await carryOut(command, user, aws);
    }
    expect(done.map((command) => command.split(' ').slice(0, 4).join(' '))).toEqual([
      'lithops config set aws_lambda.execution_role',
      'lithops config set aws_s3.secret_access_key',
      `lithops storage create ${bucket}`,
      'lithops config set aws_lambda.region',
      'lithops config set aws_lambda.secret_access_key',
      'lithops config set aws_lambda.execution_role',
      'lithops config set aws_lambda.max_workers',
      'aws iam create-role --role-name',
    ]);
    expect(await user.lithops('hello')).toMatchObject({ code: 0, stderr: '' });
  }, 240_000);
});
