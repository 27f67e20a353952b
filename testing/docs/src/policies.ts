import { run } from '@lithops/cli';

/** For what pages show policies; beside it, the plug-ins are installed. */
const configuration = 'testing/docs/lithops-of-the-docs.yaml';

/**
 * A policy as `lithops policy` prints it, as a block of JSON.
 *
 * @param subject - compute backend, storage and name of the policy: `aws_lambda aws_s3 run`.
 */
export async function policyBlock(subject: string): Promise<string> {
  const [backend = '', storage = '', name = ''] = subject.split(' ');
  forgetConfiguration();
  const out = new Collected();
  const errors = new Collected();
  const options = ['-b', backend, '-s', storage, '-c', configuration];
  const exitCode = await run(['policy', name, ...options], { stdout: out, stderr: errors });
  if (exitCode !== 0) throw new Error(`shows the policy "${subject}": ${errors.text.trim()}`);
  return `\`\`\`json\n${compact(JSON.parse(out.text))}\n\`\`\``;
}

/** What is configured in this shell must not come into the pages. */
function forgetConfiguration(): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('LITHOPS_')) delete process.env[name];
}

/** What a command writes. */
class Collected {
  text = '';

  write(chunk: string | Uint8Array): void {
    this.text += chunk.toString();
  }
}

/** Indented JSON, in which what holds no list stands on one line if it fits, and so does a list of texts. */
function compact(value: unknown, indent = ''): string {
  const whole = onOneLine(value);
  if (!/.\[/.test(whole) && indent.length + whole.length <= 110) return whole;
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = entriesOf(value).map(
    ([name, item]) => `${inner}${isList ? '' : name}${compact(item, inner)}`,
  );
  const [open, close] = isList ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = entriesOf(value).map(([name, item]) => `${name}${onOneLine(item)}`);
  return `{ ${entries.join(', ')} }`;
}

/** With names as they stand before a value; a text or number has none. */
function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, item]) => [`${JSON.stringify(key)}: `, item]);
}
