import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadLinks } from './dead-links.js';

describe('a link of the built site', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dead-links-'));
    await mkdir(path.join(folder, 'errors'));
    await writeFile(path.join(folder, 'logo.svg'), '');
    await writeFile(path.join(folder, 'jobs.html'), '<h2 id="map-&amp;-more">Map</h2>');
    await writeFile(path.join(folder, 'errors/index.html'), '<h1 id="errors">Errors</h1>');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** What is said of a page with that link. */
  async function said(href: string): Promise<readonly string[]> {
    await writeFile(path.join(folder, 'index.html'), `<a class="x" href="${href}">a</a>`);
    return await deadLinks(folder, '/site/');
  }

  it.each([
    '/site/jobs',
    '/site/jobs.html',
    '/site/errors/',
    '/site/errors/#errors',
    '/site/jobs#map-&amp;-more',
    '/site/logo.svg',
    'jobs',
    'https://example.org/nowhere',
  ])('may lead to %s', async (href) => {
    expect(await said(href)).toEqual([]);
  });

  it.each([
    ['/site/job', 'which does not exist'],
    ['/site/jobs#reduce', 'where nothing is called so'],
    ['#here', 'where nothing is called so'],
    ['/jobs', 'which is not below /site/'],
  ])('is dead when it leads to %s', async (href, why) => {
    expect(await said(href)).toEqual([`index.html links to ${href}, ${why}.`]);
  });
});
