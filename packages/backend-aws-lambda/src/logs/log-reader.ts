import { setTimeout as pause } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { clientConfig, failureOf, serviceError, withoutNodeWarning } from '@lithops/aws';
import { LithopsError } from '@lithops/core';
import type { ReadLogsOptions } from '@lithops/core/spec';
import type { LambdaSettings } from '../settings/lambda-settings.js';
import { isReport, linesOfCall, linesOfRequest } from './log-lines.js';

/** Between looks for a log that is not there yet, milliseconds. */
const PAUSE_MS = 1000;
/** Where to look first: further back, logs may have gigabytes. */
const RECENT_MS = 60 * 60_000;
/** Functions that this package makes have such logs. */
const PREFIX = '/aws/lambda/lithops-';

/** A request's place in the log. */
interface Place {
  readonly group: string;
  readonly stream: string;
  readonly startMs: number;
}

/** Finds in CloudWatch what requests wrote. */
export class LogReader {
  readonly #client: CloudWatchLogsClient;
  readonly #settings: LambdaSettings;
  readonly #known: ReadonlySet<string>;

  /** @param known names of functions whose logs to look through before all others' */
  constructor(settings: LambdaSettings, known: ReadonlySet<string>) {
    const { region, credentials } = settings;
    const config = clientConfig({ region, endpoint: undefined, credentials });
    this.#client = withoutNodeWarning(() => new CloudWatchLogsClient(config));
    this.#settings = settings;
    this.#known = known;
  }

  /**
   * @returns lines from START to REPORT, or a call's own
   * @throws {LithopsError} `LITHOPS_LOG_NOT_FOUND`; `LITHOPS_ACCESS_DENIED` with the action that is missing
   */
  async read(requestId: string, { waitMs = 0, call }: ReadLogsOptions = {}): Promise<string> {
    if (!/^[\w-]+$/.test(requestId)) throw notFound(requestId);
    const endMs = performance.now() + waitMs;
    let place = await this.#find(requestId, 0);
    for (;;) {
      const lines = place === undefined ? [] : linesOfRequest(await this.#lines(place, requestId), requestId);
      const isWhole = lines.some((line) => isReport(line, requestId));
      const leftMs = endMs - performance.now();
      if (isWhole || leftMs <= 0) {
        if (lines.length === 0) throw notFound(requestId);
        const shown = call === undefined ? lines : linesOfCall(lines, requestId, call);
        return shown.map((line) => `${line}\n`).join('');
      }
      await pause(Math.min(PAUSE_MS, leftMs));
      place ??= await this.#find(requestId, Date.now() - RECENT_MS);
    }
  }

  close(): void {
    this.#client.destroy();
  }

  /** In the logs of what this process has deployed, else in those of all that this package makes. */
  async #find(requestId: string, oldestMs: number): Promise<Place | undefined> {
    if (this.#known.size > 0) {
      const known = [...this.#known].map((name) => `/aws/lambda/${name}`);
      const beganMs = Date.now() - process.uptime() * 1000;
      return await this.#findIn(known, requestId, Math.floor(beganMs) - RECENT_MS);
    }
    const groups = await this.#groups();
    const recentMs = Date.now() - RECENT_MS;
    const recent = await this.#findIn(groups, requestId, recentMs);
    return recent ?? (oldestMs < recentMs ? await this.#findIn(groups, requestId, oldestMs) : undefined);
  }

  async #findIn(groups: readonly string[], requestId: string, startTime: number): Promise<Place | undefined> {
    for (const group of groups) {
      const place = await this.#findInGroup(group, requestId, startTime);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  async #findInGroup(group: string, requestId: string, startTime: number): Promise<Place | undefined> {
    const request = { logGroupName: group, filterPattern: `"START RequestId: ${requestId}"`, startTime };
    let nextToken: string | undefined;
    do {
      const command = new FilterLogEventsCommand({ ...request, nextToken });
      const page = await this.#unlessMissing(`to search the log ${group}`, () => this.#client.send(command));
      const [event] = page?.events ?? [];
      if (event?.logStreamName !== undefined)
        return { group, stream: event.logStreamName, startMs: event.timestamp ?? startTime };
      // A page may be empty with more to come.
      nextToken = page?.nextToken;
    } while (nextToken !== undefined);
    return undefined;
  }

  /** Lines of that stream from there on, at least to where the request ends. */
  async #lines({ group, stream, startMs }: Place, requestId: string): Promise<readonly string[]> {
    const lines: string[] = [];
    const request = {
      logGroupName: group,
      logStreamName: stream,
      startTime: startMs,
      startFromHead: true,
    };
    let nextToken: string | undefined;
    for (;;) {
      const command = new GetLogEventsCommand({ ...request, nextToken });
      const page = await this.#unlessMissing(`to read the log ${group}`, () => this.#client.send(command));
      for (const { message = '' } of page?.events ?? []) lines.push(message.replace(/\n$/, ''));
      if (lines.some((line) => isReport(line, requestId))) return lines;
      // The end of a stream gives the same token again.
      if (page?.nextForwardToken === undefined || page.nextForwardToken === nextToken) return lines;
      nextToken = page.nextForwardToken;
    }
  }

  /** Those that this package's functions have, newest first. */
  async #groups(): Promise<readonly string[]> {
    const found: { readonly name: string; readonly createdMs: number }[] = [];
    let nextToken: string | undefined;
    do {
      const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: PREFIX, nextToken });
      const page = await this.#unlessMissing('to list logs', () => this.#client.send(command));
      for (const { logGroupName: name = '', creationTime: createdMs = 0 } of page?.logGroups ?? [])
        found.push({ name, createdMs });
      nextToken = page?.nextToken;
    } while (nextToken !== undefined);
    return found.sort((a, b) => b.createdMs - a.createdMs).map(({ name }) => name);
  }

  async #unlessMissing<T>(what: string, send: () => Promise<T>): Promise<T | undefined> {
    try {
      return await send();
    } catch (error) {
      if (failureOf(error).code === 'ResourceNotFoundException') return undefined;
      const { region, credentials } = this.#settings;
      throw serviceError(error, {
        service: 'CloudWatch Logs',
        section: 'aws_lambda',
        endpoint: `CloudWatch Logs${region === undefined ? '' : ` in region ${region}`}`,
        what,
        hasKeys: credentials.kind === 'keys',
      });
    }
  }
}

function notFound(requestId: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_LOG_NOT_FOUND',
    message: `Expected a log of request "${requestId}" in CloudWatch (${PREFIX}…), found none: use the id that an error names, wait some seconds more, or let the functions' role write logs (\`lithops policy role\`).`,
  });
}
