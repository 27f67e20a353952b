import { jsonRpcService } from '../service/json-rpc.js';
import { operation, type Permission, type Scope } from '../service/operation.js';
import type { Service } from '../service/service.js';
import { ServiceError } from '../service/service-error.js';
import { list, structure } from '../shape/containers.js';
import { flag, integer, oneOf, text } from '../shape/scalars.js';
import { messageFilter } from './filter-pattern.js';
import type { LogEvent, LogGroup, LogStore } from './log-store.js';

const groupName = text({ min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' });
const streamName = text({ min: 1, max: 512, pattern: '[^:*]*' });
const pageSize = integer({ min: 1, max: 10_000 });
const time = integer();

/** CloudWatch Logs: what functions have printed. */
export function logsService(store: LogStore): Service {
  return jsonRpcService('logs', 'Logs_20140328', [
    filterLogEvents(store),
    getLogEvents(store),
    describeLogGroups(store),
    describeLogStreams(store),
    deleteLogGroup(store),
  ]);
}

function filterLogEvents(store: LogStore) {
  return operation(
    'FilterLogEvents',
    structure(
      { logGroupName: groupName },
      {
        logStreamNames: list(streamName, { min: 1, max: 100 }),
        logStreamNamePrefix: streamName,
        startTime: time,
        endTime: time,
        filterPattern: text({ max: 1_024 }),
        nextToken: text({ min: 1 }),
        limit: pageSize,
        interleaved: flag,
      },
    ),
    {
      permissions: ({ logGroupName }, scope) => permission('logs:FilterLogEvents', logGroupName, scope),
      run: ({ input, region }) => {
        const streams = [...groupOf(store, region, input.logGroupName).streams.values()].filter(
          ({ name }) =>
            (input.logStreamNames?.includes(name) ?? true) &&
            name.startsWith(input.logStreamNamePrefix ?? ''),
        );
        const matches = messageFilter(input.filterPattern ?? '');
        const found = between(store.read(streams), input).filter(({ message }) => matches(message));
        const start = Number(input.nextToken ?? 0);
        const end = start + (input.limit ?? 10_000);
        return {
          body: {
            events: found.slice(start, end).map((event) => ({
              eventId: event.id,
              logStreamName: event.stream,
              ...shown(event),
            })),
            searchedLogStreams: [],
            ...(end < found.length && { nextToken: String(end) }),
          },
        };
      },
    },
  );
}

function getLogEvents(store: LogStore) {
  return operation(
    'GetLogEvents',
    structure(
      { logGroupName: groupName, logStreamName: streamName },
      { startTime: time, endTime: time, nextToken: text({ min: 1 }), limit: pageSize, startFromHead: flag },
    ),
    {
      permissions: ({ logGroupName }, scope) => permission('logs:GetLogEvents', logGroupName, scope),
      run: ({ input, region }) => {
        const stream = groupOf(store, region, input.logGroupName).streams.get(input.logStreamName);
        if (stream === undefined) throw missing('The specified log stream does not exist.');
        const found = between(store.read([stream]), input);
        const limit = input.limit ?? 10_000;
        const fallback = input.startFromHead === true ? 0 : Math.max(0, found.length - limit);
        const start = input.nextToken === undefined ? fallback : Number(input.nextToken.slice(2));
        const end = Math.min(found.length, start + limit);
        return {
          body: {
            events: found.slice(start, end).map(shown),
            nextForwardToken: `f/${end}`,
            nextBackwardToken: `b/${Math.max(0, start - limit)}`,
          },
        };
      },
    },
  );
}

function describeLogGroups(store: LogStore) {
  return operation(
    'DescribeLogGroups',
    structure(
      {},
      { logGroupNamePrefix: groupName, nextToken: text({ min: 1 }), limit: integer({ min: 1, max: 50 }) },
    ),
    {
      permissions: (_, scope) => permission('logs:DescribeLogGroups', '', scope),
      run: ({ input, region }) => {
        const groups = store
          .groups(region)
          .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? ''))
          .sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name))
          .map(({ name, createdAtMs }) => ({ logGroupName: name, creationTime: createdAtMs }));
        const start = Number(input.nextToken ?? 0);
        const end = start + (input.limit ?? 50);
        const nextToken = end < groups.length ? { nextToken: String(end) } : {};
        return { body: { logGroups: groups.slice(start, end), ...nextToken } };
      },
    },
  );
}

function describeLogStreams(store: LogStore) {
  return operation(
    'DescribeLogStreams',
    structure(
      { logGroupName: groupName },
      {
        logStreamNamePrefix: streamName,
        orderBy: oneOf('LogStreamName', 'LastEventTime'),
        descending: flag,
        nextToken: text({ min: 1 }),
        limit: integer({ min: 1, max: 50 }),
      },
    ),
    {
      permissions: ({ logGroupName }, scope) => permission('logs:DescribeLogStreams', logGroupName, scope),
      run: ({ input, region }) => {
        const streams = [...groupOf(store, region, input.logGroupName).streams.values()]
          .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
          .map(({ name, createdAtMs, events }) => ({
            logStreamName: name,
            creationTime: createdAtMs,
            firstEventTimestamp: events[0]?.timestampMs,
            lastEventTimestamp: events.at(-1)?.timestampMs,
          }))
          .sort((a, b) =>
            input.orderBy === 'LastEventTime'
              ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
              : Number(a.logStreamName > b.logStreamName) - Number(a.logStreamName < b.logStreamName),
          );
        if (input.descending === true) streams.reverse();
        const start = Number(input.nextToken ?? 0);
        const end = start + (input.limit ?? 50);
        const nextToken = end < streams.length ? { nextToken: String(end) } : {};
        return { body: { logStreams: streams.slice(start, end), ...nextToken } };
      },
    },
  );
}

function deleteLogGroup(store: LogStore) {
  return operation('DeleteLogGroup', structure({ logGroupName: groupName }, {}), {
    permissions: ({ logGroupName }, scope) => permission('logs:DeleteLogGroup', logGroupName, scope),
    run: ({ input, region }) => {
      if (!store.remove(region, input.logGroupName)) throw missing('The specified log group does not exist.');
      return {};
    },
  });
}

function permission(action: string, group: string, { region, accountId }: Scope): readonly Permission[] {
  return [{ action, resource: `arn:aws:logs:${region}:${accountId}:log-group:${group}:*` }];
}

function groupOf(store: LogStore, region: string, name: string): LogGroup {
  const group = store.find(region, name);
  if (group === undefined) throw missing('The specified log group does not exist.');
  return group;
}

function missing(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message);
}

function between(
  events: readonly LogEvent[],
  range: { readonly startTime?: number; readonly endTime?: number },
): readonly LogEvent[] {
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = range;
  return events.filter(({ timestampMs }) => timestampMs >= startTime && timestampMs < endTime);
}

function shown({ timestampMs, message }: LogEvent) {
  return { timestamp: timestampMs, ingestionTime: timestampMs, message: `${message}\n` };
}
