/** The Standard Schema interface, version 1 (https://standardschema.dev): any validator library's schema fits. */
export interface StandardSchemaV1<I = unknown, O = I> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    /** Checks a value. [Standard Schema](https://standardschema.dev) says the rest. */
    readonly validate: (value: unknown) => unknown;
    readonly types?: { readonly input: I; readonly output: O } | undefined;
  };
}
