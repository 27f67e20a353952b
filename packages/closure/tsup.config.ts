import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig(
  library(
    {
      index: 'src/index.ts',
      capture: 'src/capture-entry.ts',
      values: 'src/values/index.ts',
      'code-space': 'src/code-space/code-space.ts',
      esbuild: 'src/esbuild/index.ts',
    },
    {
      'capture-function': 'src/capture/capture.ts',
      load: 'src/load/load.ts',
      'code-kinds': 'src/capture/code-kinds.ts',
      inspector: 'src/capture/inspector.ts',
      'method-homes': 'src/capture/method-homes.ts',
      errors: 'src/errors.ts',
      'from-module': 'src/from-module.ts',
      refusals: 'src/capture/refusals.ts',
    },
  ),
);
