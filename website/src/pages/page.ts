import type { Link } from '../site-map.js';

/** One page of the site, as it is in the project. */
export interface Page {
  /** Its file, from the project's folder: `docs/jobs.md`, `examples/hello.ts`. */
  readonly source: string;
  /** Where it is on the site, without base and ending: `jobs`, `errors/index`. */
  readonly route: string;
  /** In the sidebar. */
  readonly title: string;
  /** What the file says; a page that no file is behind has what was made for it. */
  readonly text: string;
}

/** One section of the sidebar, with its pages. */
export interface PageSection {
  readonly title: string;
  readonly apart: boolean;
  readonly pages: readonly Page[];
  readonly links: readonly Link[];
}
