import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  Application,
  type Context,
  Converter,
  type DeclarationReflection,
  type ProjectReflection,
  ReflectionKind,
  type TypeDocOptions,
} from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { root } from '../../../scripts/setup/command.mjs';
import { publishedPackages } from '../../../scripts/workspace.js';
import { type EntryPoint, entryPoints } from './entry-points.js';
import { ProblemLogger } from './problem-logger.js';

/** What the comments in the sources came to. */
export interface ApiReference {
  /** What TypeDoc does not like, each with its place: an export without a comment, a link to nothing, a type that is not exported. */
  readonly problems: readonly string[];
}

/**
 * Writes a page of Markdown for each export of each entry point.
 *
 * @param folder absolute path of a folder that is made anew; the page of `FunctionExecutor` is
 *   `core/classes/FunctionExecutor.md` in it
 */
export async function writeApiReference(folder: string): Promise<ApiReference> {
  const points = entryPoints();
  const configFile = path.join(root, 'website/.generated/tsconfig.json');
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(configFile), { recursive: true });
  await writeFile(configFile, JSON.stringify(compilerConfig(points)));
  const logger = new ProblemLogger();
  const application = await Application.bootstrapWithPlugins({
    ...options(points, configFile),
    outputs: [{ name: 'markdown', path: folder }],
    logLevel: 'Warn',
    plugin: ['typedoc-plugin-markdown'],
  });
  application.logger = logger;
  application.converter.on(Converter.EVENT_CREATE_DECLARATION, nameModule(points));
  const project = await application.convert();
  if (project !== undefined) {
    application.validate(project);
    validateExports(application, project);
    await application.generateOutputs(project);
  }
  return { problems: logger.problems };
}

/** Types that are named and not exported. TypeDoc asks for those of one package only, the one that the whole has the name of. */
function validateExports(application: Application, project: ProjectReflection): void {
  application.options.setValue('validation', {
    notExported: true,
    notDocumented: false,
    invalidLink: false,
    invalidPath: false,
    rewrittenLink: false,
  });
  for (const { manifest } of publishedPackages()) {
    project.packageName = manifest.name;
    application.options.setValue('intentionallyNotExported', [...(unexported[manifest.name] ?? [])]);
    application.validate(project);
  }
}

/** Types that people meet in another's place and never write, by package. */
const unexported: Readonly<Record<string, readonly string[]>> = {
  // how other types are computed; the class behind the exported one of the same name
  '@lithops/core': [
    'HasValue',
    'OptionName',
    'FactoryArguments',
    'VARIABLES',
    'src/storage/storage.ts:Storage',
  ],
  '@lithops/closure': ['StepForm'],
  // sections of configuration, for which there are tables
  '@lithops/monitor-rabbitmq': ['rabbitmqSection'],
  '@lithops/storage-s3': ['awsS3Section', 'serverSection', 'ibmCosSection'],
  // what the AWS SDK wants, and AWS Lambda gives
  '@lithops/aws': ['AgentOptions'],
  '@lithops/backend-aws-lambda': [
    'lambdaSection',
    'FanOutReply',
    'FanOutEvent',
    'InvocationEvent',
    'LambdaContext',
  ],
};

/** Packages see each other's sources, not what was built of them: so a link from one leads to the page of the other. */
function compilerConfig(points: readonly EntryPoint[]): object {
  const absolute = (source: string) => path.join(root, source);
  return {
    extends: absolute('tsconfig.base.json'),
    compilerOptions: {
      allowJs: true,
      typeRoots: [absolute('website/node_modules/@types')],
      paths: Object.fromEntries(points.map(({ name, source }) => [name, [absolute(source)]])),
    },
    files: points.map(({ source }) => absolute(source)),
  };
}

function options(points: readonly EntryPoint[], tsconfig: string): TypeDocOptions & PluginOptions {
  return {
    tsconfig,
    entryPoints: points.map(({ source }) => path.join(root, source)),
    name: 'API',
    readme: 'none',
    disableSources: true,
    disableGit: true,
    skipErrorChecking: true, // `npm run check -- types` does
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    sort: ['source-order'],
    sortEntryPoints: false,
    validation: {
      notExported: true,
      invalidLink: true,
      invalidPath: true,
      rewrittenLink: true,
      notDocumented: true,
    },
    requiredToBeDocumented: [
      'Class',
      'Interface',
      'TypeAlias',
      'Function',
      'Variable',
      'Enum',
      'Method',
      'Accessor',
    ],
    packagesRequiringDocumentation: publishedPackages().map(({ manifest }) => manifest.name),
    router: 'member',
    entryFileName: 'index',
    excludeScopesInPaths: true,
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    expandObjects: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'list',
    typeAliasPropertiesFormat: 'list',
    typeDeclarationFormat: 'table',
    indexFormat: 'table',
    tableColumnSettings: { leftAlignHeaders: true },
    sanitizeComments: true,
  };
}

/** Calls the module of `packages/core/src/spec-entry.ts` what people write after `from`. */
function nameModule(points: readonly EntryPoint[]) {
  const names = new Map(points.map(({ name, source }) => [path.join(root, source), name]));
  return (context: Context, reflection: DeclarationReflection) => {
    const file = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.getSourceFile().fileName;
    const name = reflection.kindOf(ReflectionKind.Module) && file !== undefined ? names.get(file) : undefined;
    if (name !== undefined) reflection.name = name;
  };
}
