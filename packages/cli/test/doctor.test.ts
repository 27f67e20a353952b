import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backendPackage, folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';
import { NewUser } from './support/new-user.js';

interface Finding {
  readonly check: string;
  readonly level: string;
  readonly message: string;
  readonly fix?: string;
}

function diagnose(user: NewUser): { readonly code: number | null; readonly findings: readonly Finding[] } {
  const { code, stdout } = user.types('lithops doctor --json');
  return { code, findings: JSON.parse(stdout).findings };
}

/** Does what the doctor says, one fix at a time, and nothing else, until there is none. */
function obey(user: NewUser): readonly string[] {
  const done: string[] = [];
  for (;;) {
    const next = diagnose(user).findings.find(({ level }) => level !== 'ok');
    if (next === undefined) return done;
    expect(next.fix, next.message).toBeDefined();
    expect(done, 'the same advice twice').not.toContain(next.fix);
    const { code, stderr } = user.types(next.fix ?? '');
    expect({ code, stderr }, next.fix).toEqual({ code: 0, stderr: '' });
    done.push(next.fix ?? '');
  }
}

const broken = `# my settings
lithops:
	wrkers: 2
  backend: localhots
  log_level: wraning
  log_filename: logs/deep/lithops.log
  storage_bucket: thumbs
  include_moduls: []
localhst:
  worker_processes: 2
retries: 1
`;

describe('lithops doctor', () => {
  it('finds nothing wrong without any configuration', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['doctor']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ok +Node\.js +v\d+/);
    expect(stdout).toMatch(/^ok +storage +put, get, list and delete in bucket "lithops-data" took \d+ ms$/m);
    expect(stdout).toMatch(/^ok +worker +one on localhost ran a call with Node\.js v\S+ in \d+ ms$/m);
    expect(stdout).toMatch(/\n\nAll is well\.\n$/);
  });

  it('leads from a broken configuration to a working one, when one does only what it says', () => {
    const user = new NewUser(folderWith({ '.lithops_config': broken, 'temp/README': '' }));
    expect(user.types('lithops hello').code).toBe(1);
    const done = obey(user);
    const file = join(user.home, '.lithops_config');
    expect(done).toEqual([
      `\${EDITOR:-vi} +3 ${file}`,
      `lithops config move retries lithops.retries -c ${file}`,
      `lithops config move lithops.wrkers lithops.workers -c ${file}`,
      `lithops config set lithops.log_level warning -c ${file}`,
      `lithops config move lithops.include_moduls lithops.include_modules -c ${file}`,
      `lithops config set lithops.backend localhost -c ${file}`,
      `lithops config move localhst localhost -c ${file}`,
      `mkdir -p ${join(user.home, 'logs/deep')}`,
      'lithops storage create thumbs',
    ]);
    expect(user.types('lithops hello')).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(file, 'utf8')).toContain('# my settings\n');
  });

  it('leads from variables of the environment that are wrong to right ones', () => {
    const user = new NewUser(folderWith({ 'temp/README': '' }), {
      LITHOPS_BACKEND: 'localhots',
      LITHOPS__LITHOPS__WRKERS: '2',
      LITHOPS__LITHOPS__RETRIES: 'many',
    });
    expect([...obey(user)].sort()).toEqual([
      'export LITHOPS_BACKEND=localhost',
      'export LITHOPS__LITHOPS__WORKERS="$LITHOPS__LITHOPS__WRKERS" && unset LITHOPS__LITHOPS__WRKERS',
      'unset LITHOPS__LITHOPS__RETRIES',
    ]);
    expect(user.types('lithops hello').code).toBe(0);
  });

  it('leads out of a bucket that no storage can have', () => {
    const config = 'lithops:\n  storage_bucket: No such!\n';
    const user = new NewUser(folderWith({ '.lithops_config': config, 'temp/README': '' }));
    const file = join(user.home, '.lithops_config');
    expect(obey(user)).toEqual([`lithops config unset lithops.storage_bucket -c ${file}`]);
    expect(user.types('lithops hello').code).toBe(0);
  });

  it('leads out of a storage folder that cannot be written', () => {
    const user = new NewUser(folderWith({ 'temp/README': '' }));
    expect(user.types('lithops storage create').code).toBe(0);
    const storage = user.types('echo "$TMPDIR"/lithops-*/storage').stdout.trim();
    user.types(`chmod u-w ${storage}`);
    const [first] = diagnose(user).findings.filter(({ level }) => level === 'problem');
    expect(first).toMatchObject({ check: 'storage', fix: `chmod u+rwx ${storage}` });
    obey(user);
    expect(statSync(storage).mode & 0o700).toBe(0o700);
  });

  it('leads out of a folder for temporary files that does not exist, or cannot be written', () => {
    const user = new NewUser(folderWith());
    expect(obey(user)).toEqual([`mkdir -p ${join(user.home, 'temp')}`]);
    user.types('chmod u-w temp');
    expect(obey(user)).toEqual(['mkdir -p "$HOME/tmp" && export TMPDIR="$HOME/tmp"']);
    expect(user.types('lithops hello').code).toBe(0);
  });

  it('names the install line of a backend that is not there, and says what it could not look at', async () => {
    const { code, stdout } = await lithops(folderWith(), ['doctor', '-b', 'aws_batch']);
    expect(code).toBe(1);
    expect(stdout).toContain('fix: npm i @lithops/backend-aws-batch\n');
    expect(stdout).toMatch(/\d problems\. Not looked at until these are mended: log file, storage, .*\n$/);
  });

  it('shows a line that is no YAML, but not what may be secret', async () => {
    const folder = folderWith({
      'open.yaml': 'aws:\n\tregion: x\n',
      'closed.yaml': 'aws:\n\tsecret_key: hidd3n\n',
    });
    const open = await lithops(folder, ['doctor', '-c', 'open.yaml']);
    expect(open.stdout).toMatch(/open\.yaml:2:1: a tab indents.* The line: "⇥region: x"\n/);
    const closed = await lithops(folder, ['doctor', '-c', 'closed.yaml']);
    expect(closed.stdout).toContain('The line: "⇥secret_key: ***"\n');
    expect(closed.stdout).not.toContain('hidd3n');
  });

  it('tells what a plug-in has found, and all the rest when one check throws', async () => {
    const folder = folderWith(
      backendPackage('sick', {
        create: `{ return {
          specVersion: 1, name: 'sick', dispatch: 'activation', capabilities: {}, async close() {},
          async doctor(signal) { return [{ level: 'warning', message: signal.aborted ? 'late' : 'fever', fix: 'rest' }]; },
        }; }`,
      }),
    );
    const { code, stdout } = await lithops(folder, ['doctor', '-b', 'sick', '-s', 'localhost']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^warning +backend +fever\n +fix: rest\n/m);
    expect(stdout).toMatch(/^problem +worker +\S/m);
    expect(stdout).toMatch(/^ok +storage +put/m);
  });

  it('says which engine runs the image of workers on this machine, and when there is none', async () => {
    const folder = folderWith({ '.lithops_config': 'localhost:\n  runtime: node:24\n' });
    mkdirSync(join(folder, 'empty'));
    const { stdout } = await lithops(folder, ['doctor', '--json'], { PATH: join(folder, 'empty') });
    const finding = JSON.parse(stdout).findings.find(({ check }: Finding) => check === 'containers');
    expect(finding).toMatchObject({
      level: 'problem',
      message: expect.stringContaining('expected docker or podman to run the image "node:24"'),
      fix: expect.stringMatching(/^lithops config unset localhost\.runtime -c .*\.lithops_config$/),
    });
  });
});
