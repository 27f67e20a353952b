import type { Monitor, MonitorPlugin, OutcomeReport, Reporter } from '@lithops/core/spec';

/** The monitor, with reporters that tell all they ever told again with each flush: every outcome comes twice, or late. */
export function retelling(plugin: MonitorPlugin): MonitorPlugin {
  const { kind, name, specVersion, sections, worker, options } = plugin;
  return {
    kind,
    name,
    specVersion,
    sections,
    worker,
    options,
    create: async (checked, context) => withReporters(await plugin.create(checked, context)),
  };
}

function withReporters(monitor: Monitor): Monitor {
  const told: OutcomeReport[] = [];
  const createReporter: Monitor['createReporter'] = (context) => {
    const reporter = monitor.createReporter(context);
    const again: Reporter = {
      started: (calls) => reporter.started(calls),
      outcome: (report) => {
        told.push(report);
        reporter.outcome(report);
      },
      flush: () => {
        for (const report of told) reporter.outcome(report);
        return reporter.flush();
      },
      close: () => reporter.close(),
    };
    return again;
  };
  return new Proxy(monitor, {
    get(target, property) {
      const value: unknown =
        property === 'createReporter' ? createReporter : Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
