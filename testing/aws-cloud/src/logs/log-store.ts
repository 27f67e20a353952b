/** One event of a log. */
export interface LogEvent {
  readonly id: string;
  readonly stream: string;
  /** Since 1970. */
  readonly timestampMs: number;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly createdAtMs: number;
  readonly events: LogEvent[];
}

export interface LogGroup {
  readonly name: string;
  readonly createdAtMs: number;
  readonly streams: Map<string, LogStream>;
}

/** Log groups of all regions. What is written can be read after `delayMs`, as in CloudWatch. */
export class LogStore {
  readonly #groups = new Map<string, LogGroup>();
  readonly #delayMs: number;
  #nextId = 0n;

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** Makes group and stream when there are none. */
  write(region: string, groupName: string, streamName: string, message: string): void {
    const stream = this.#stream(this.#group(region, groupName), streamName);
    const id = String(this.#nextId++).padStart(56, '3');
    stream.events.push({ id, stream: streamName, timestampMs: Date.now(), message });
  }

  find(region: string, groupName: string): LogGroup | undefined {
    return this.#groups.get(`${region}/${groupName}`);
  }

  groups(region: string): readonly LogGroup[] {
    return [...this.#groups].filter(([key]) => key.startsWith(`${region}/`)).map(([, group]) => group);
  }

  remove(region: string, groupName: string): boolean {
    return this.#groups.delete(`${region}/${groupName}`);
  }

  /** What can be read of some streams by now, in the order of time. */
  read(streams: readonly LogStream[]): readonly LogEvent[] {
    const visibleUntil = Date.now() - this.#delayMs;
    return streams
      .flatMap(({ events }) => events)
      .filter(({ timestampMs }) => timestampMs <= visibleUntil)
      .sort((a, b) => a.timestampMs - b.timestampMs || (a.id < b.id ? -1 : 1));
  }

  #group(region: string, name: string): LogGroup {
    const found = this.find(region, name);
    if (found !== undefined) return found;
    const created: LogGroup = { name, createdAtMs: Date.now(), streams: new Map() };
    this.#groups.set(`${region}/${name}`, created);
    return created;
  }

  #stream(group: LogGroup, name: string): LogStream {
    const found = group.streams.get(name);
    if (found !== undefined) return found;
    const created: LogStream = { name, createdAtMs: Date.now(), events: [] };
    group.streams.set(name, created);
    return created;
  }
}
