import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ObjectName } from './object-name.js';
import { type ParsedName, parseName } from './parse-name.js';

const parse = (name: ObjectName): ParsedName => parseName(name, 'the name');

describe('a name', () => {
  it('is a bucket and a key', () => {
    expect(parse('photos/raw/1.jpg')).toMatchObject({
      kind: 'storage',
      scheme: undefined,
      bucket: 'photos',
      keys: { kind: 'one', text: 'raw/1.jpg' },
    });
  });

  it.each([
    ['photos/raw/', 'raw/'],
    ['photos/', ''],
    ['s3://photos', ''],
    ['s3://photos/raw/', 'raw/'],
  ])('%s means all below', (name, prefix) => {
    expect(parse(name)).toMatchObject({ bucket: 'photos', keys: { kind: 'below', prefix } });
  });

  it('means what matches when it has wildcards', () => {
    expect(parse('photos/raw/*.jpg')).toMatchObject({
      keys: { kind: 'matching', wildcard: { prefix: 'raw/' } },
    });
  });

  it('behind a scheme says what it says, and is not decoded', () => {
    expect(parse('s3://photos/a%20b#c')).toMatchObject({
      scheme: 's3',
      keys: { kind: 'one', text: 'a%20b#c' },
    });
    expect(parse('aws_s3://photos/a')).toMatchObject({ scheme: 'aws_s3', bucket: 'photos' });
  });

  it('that is a URL object is decoded, as URLs encode', () => {
    expect(parse(new URL('s3://photos/a b/ü'))).toMatchObject({ bucket: 'photos', keys: { text: 'a b/ü' } });
  });

  it('as bucket and key is literal', () => {
    expect(parse({ bucket: 'photos', key: 'what?/*#%41/ü' })).toMatchObject({
      bucket: 'photos',
      keys: { kind: 'one', text: 'what?/*#%41/ü' },
    });
    expect(parse({ bucket: 'photos', key: 'raw/' })).toMatchObject({ keys: { kind: 'one', text: 'raw/' } });
  });

  it('on the web keeps its query and drops its fragment', () => {
    expect(parse('https://example.org/a.csv?x=*#top')).toMatchObject({
      kind: 'url',
      href: 'https://example.org/a.csv?x=*',
    });
    expect(parse(new URL('http://example.org'))).toMatchObject({ kind: 'url', href: 'http://example.org/' });
  });

  it('on the web is shown without what may be secret', () => {
    expect(parse('https://me:word@example.org/a.csv?signature=s').text).toBe('https://example.org/a.csv?…');
  });

  it('of a file is a path or a file: URL', () => {
    expect(parse('/tmp/a')).toMatchObject({ kind: 'file', paths: { kind: 'one', text: '/tmp/a' } });
    expect(parse('./a')).toMatchObject({ kind: 'file', paths: { kind: 'one', text: path.resolve('a') } });
    expect(parse('../a/')).toMatchObject({
      kind: 'file',
      paths: { kind: 'below', prefix: `${path.resolve('../a')}/` },
    });
    expect(parse('/tmp/*.csv')).toMatchObject({ kind: 'file', paths: { kind: 'matching' } });
    expect(parse('file:///tmp/*.csv')).toMatchObject({ kind: 'file', paths: { kind: 'matching' } });
    expect(parse(pathToFileURL('/tmp/what?#ü'))).toMatchObject({
      kind: 'file',
      paths: { kind: 'one', text: '/tmp/what?#ü' },
    });
  });

  it('that a partition told is a name again', () => {
    expect(parse({ bucket: 'file:', key: '/tmp/*' })).toMatchObject({
      kind: 'file',
      paths: { kind: 'one', text: '/tmp/*' },
    });
    expect(parse({ bucket: 'https://example.org', key: 'a.csv?x=1' })).toMatchObject({
      kind: 'url',
      href: 'https://example.org/a.csv?x=1',
    });
  });

  it.each<[ObjectName, string]>([
    ['photos', "the name to be an object's name"],
    ['', "the name to be an object's name"],
    ['pho*s/a', 'the bucket name'],
    ['photos/../secret', 'the object key'],
    ['s3:///a', 'the bucket name'],
    ['https://', 'the name to be a URL'],
    ['file://host/a', 'a file: URL of this machine'],
    ['file:///a?b', 'without "?"'],
    [new URL('s3://photos/a?b'), 'without "?"'],
    [new URL('s3://photos/%zz'), 'URI malformed'],
    [new URL('file:///a%2Fb'), 'encoded /'],
    [{ bucket: 'https://', key: 'a' }, 'the bucket name'],
    [{ bucket: 'photos', key: '/a' }, 'the object key'],
    [{ bucket: 'pho/tos', key: 'a' }, 'the bucket name'],
  ])('%j is refused', (name, message) => {
    expect(() => parse(name)).toThrow(message);
    expect(() => parse(name)).toThrow('the name');
    expect(() => parse(name)).toThrow(expect.objectContaining({ code: 'LITHOPS_INVALID_ARGUMENT' }));
  });
});
