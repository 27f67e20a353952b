/** Where a stored object is. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/**
 * What names objects: `bucket/key`, `bucket/prefix/` (all below), `bucket/` (all), wildcards (`*` within a segment, `**`
 * across segments, `?` one character), the same behind `s3://` or the configured storage's scheme, `https://…`, a `file:`
 * URL or a path that begins with `/`, `./` or `../`, or a literal `{ bucket, key }` in which nothing is a wildcard.
 */
export type ObjectName = string | URL | ObjectAddress;

/** A name and what the calls on its objects get with it. */
export interface NamedObject<X> {
  readonly name: ObjectName;
  readonly data: X;
}
