const SWITCH = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/**
 * Makes an SDK client without its warning that a later SDK will not run on this Node.js: it would be printed by each worker
 * and each command, and `lithops doctor` tells it where somebody reads it. Only this one warning, by the SDK's own switch.
 */
export function withoutNodeWarning<T>(make: () => T): T {
  const before = process.env[SWITCH];
  process.env[SWITCH] = before ?? 'true';
  try {
    return make();
  } finally {
    if (before === undefined) delete process.env[SWITCH];
  }
}
