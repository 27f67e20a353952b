import type { Plugin } from '../spec/plugin.js';
import type { KeyKind, KeySpec } from '../spec/section.js';
import { coreSections, type SettingSpecs } from './core-sections.js';
import { sectionsInUse } from './plugin-sections.js';

/** A JSON schema, as far as it is made here. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The configuration file as a JSON schema (draft 2020-12), for completion in editors. Sections of other plug-ins are allowed
 * with any keys.
 *
 * @param plugins - plug-ins whose sections are described besides core's own.
 */
export function configFileSchema(plugins: readonly Plugin[] = []): JsonSchema {
  const sections = { ...coreSections, ...Object.fromEntries(sectionsInUse(plugins, 'localhost')) };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of Lithops',
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(sections).map(([name, specs]) => [name, sectionSchema(specs)]),
    ),
    additionalProperties: { type: ['object', 'null'] },
  };
}

/** Required keys are not: they may come from the environment or from the code. */
function sectionSchema(specs: SettingSpecs): JsonSchema {
  return {
    type: ['object', 'null'],
    properties: Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, keySchema(key, spec)])),
    additionalProperties: false,
  };
}

function keySchema(key: string, spec: KeySpec): JsonSchema {
  const others = [null, ...(spec.or ?? []).filter((word) => word !== null)];
  return {
    description: spec.unit === undefined ? spec.doc : `${spec.doc} (${spec.unit})`,
    ...(spec.default === undefined ? {} : { default: spec.default }),
    ...(spec.secret === true ? { writeOnly: true } : {}),
    anyOf: [typeSchema(spec), ...pythonForms(key), { enum: others }],
  };
}

/** What is read as well, because Lithops for Python writes it so: see `fromPythonForm`. */
function pythonForms(key: string): readonly JsonSchema[] {
  if (key !== 'env_vars') return [];
  const properties = { name: { type: 'string' }, value: {} };
  return [{ type: 'array', items: { type: 'object', properties, required: ['name', 'value'] } }];
}

function typeSchema(spec: KeySpec): JsonSchema {
  if (typeof spec.type !== 'string') return { enum: spec.type };
  const schema = kinds[spec.type];
  if (spec.type !== 'number') return schema;
  const minimum = spec.minimum === undefined ? {} : { minimum: spec.minimum };
  const above = spec.above === undefined ? {} : { exclusiveMinimum: spec.above };
  return { ...schema, ...minimum, ...above, ...(spec.integer === true ? { type: 'integer' } : {}) };
}

const kinds: Readonly<Record<keyof KeyKind, JsonSchema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  'string[]': { type: 'array', items: { type: 'string' } },
  object: { type: 'object' },
  'object[]': { type: 'array', items: { type: 'object' } },
};
