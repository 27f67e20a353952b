/**
 * Keys of the Python original that mean nothing here. They are accepted with a warning, so that a file serves both.
 * `*`: in any section.
 */
const pythonKeys: Readonly<Record<string, readonly string[]>> = {
  '*': ['runtime_include_function', 'extra_apt_packages', 'extra_python_packages', 'use_gpu'],
  lithops: ['telemetry', 'rabbitmq_monitor', 'customized_runtime'],
  localhost: ['version', 'pull_runtime'],
  aws: ['user_id'],
  aws_lambda: ['user_id'],
  ibm_cos: ['api_key', 'private_endpoint', 'service_instance_id'],
};

/** Is it a key of the Python original without a meaning here? */
export function isPythonKey(section: string, key: string): boolean {
  return [...(pythonKeys['*'] ?? []), ...(pythonKeys[section] ?? [])].includes(key);
}

/** Is it the name of a Python interpreter, which Lithops for Python takes as a runtime? */
export function isPythonRuntime(runtime: string): boolean {
  return /^python(\d+(\.\d+)*)?$/.test(runtime);
}

/**
 * What the Python original writes in another form: the environment of functions is a list of maps with `name` and `value`
 * there, and a map here. Everything else is given back as it is.
 */
export function fromPythonForm(key: string, value: unknown): unknown {
  if (key !== 'env_vars' || !Array.isArray(value) || !value.every(isNamedValue)) return value;
  return Object.fromEntries(value.map((entry) => [entry.name, entry.value]));
}

function isNamedValue(entry: unknown): entry is { readonly name: string; readonly value: unknown } {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'value' in entry &&
    'name' in entry &&
    typeof entry.name === 'string'
  );
}
