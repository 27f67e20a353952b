/**
 * Keys of the Python original that mean nothing here, with what to do instead where there is something. They are accepted with a
 * warning, so that a file serves both. `*`: in any section.
 */
const pythonKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '*': {
    runtime_include_function: 'See `customized_runtime` in section "serverless".',
    extra_apt_packages: 'What workers need besides goes into an image.',
    extra_python_packages: 'npm packages travel with functions; native addons go into `packages`.',
    use_gpu: '',
  },
  lithops: {
    telemetry: '',
    rabbitmq_monitor: 'Set `monitoring: rabbitmq` instead.',
    customized_runtime: 'It belongs in section "serverless".',
  },
  localhost: {
    version: '',
    pull_runtime: 'Set `container_args: [--pull=always]` instead.',
    use_gpu: 'Set `container_args: [--gpus=all]` instead.',
  },
  aws: { user_id: '' },
  aws_lambda: { user_id: '' },
  ibm_cos: {
    api_key: 'Set `access_key_id` and `secret_access_key`, which HMAC credentials have.',
    service_instance_id: '',
    private_endpoint: '',
  },
};

/** What a key of the Python original has instead here, if anything; `undefined`: it is no such key. */
export function pythonKeyHint(section: string, key: string): string | undefined {
  const own = pythonKeys[section] ?? {};
  if (Object.hasOwn(own, key)) return own[key];
  const general = pythonKeys['*'] ?? {};
  return Object.hasOwn(general, key) ? general[key] : undefined;
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
