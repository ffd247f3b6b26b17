import {
  type Labelled,
  listContainers,
  parseListed,
  parseStats,
  quoteAll,
  stats,
  type Usage,
} from '../../docker/index.ts';

/** One container at one moment; without usage where it was gone before it was measured. */
export type Measured = Labelled & { usage?: Usage };

/** Which containers are measured, and how often. */
export interface SampleRequest {
  project: string;
  /** Those that do not run, too. */
  all: boolean;
  /** Measures once, and does not go on. */
  once: boolean;
}

const RUNS = '^\\["[^"]*","[^"]*","(running|paused|restarting)"';

/**
 * Sh text that measures the containers of a project again and again: lines of what is there, an empty one, lines of what
 * each uses, and a dot. Docker's own stream would not tell of containers that come, and would draw on a terminal.
 */
export function sampleScript({ project, all, once }: SampleRequest): string {
  const round = `l=$(docker ${quoteAll(listContainers(project).argv)}) || exit 1
${all ? '' : `l=$(printf '%s\\n' "$l" | grep -E '${RUNS}')\n`}printf '%s\\n' "$l"
[ -z "$l" ] || echo
i=$(printf '%s\\n' "$l" | cut -d '"' -f 2)
if [ -n "$i" ]; then docker ${quoteAll(stats().argv)} $i; else sleep 1; fi
echo .`;
  return once ? round : `while :; do\n${round}\ndone`;
}

/** Reads lines of `sampleScript`; each sample is told of as soon as it is whole. */
export function sampleReader(onSample: (sample: Measured[]) => void): (line: string) => void {
  let listed: Labelled[] | undefined = [];
  let members: Labelled[] = [];
  const usages = new Map<string, Usage>();
  return (line) => {
    if (line === '.') {
      onSample(members.map((one) => withUsage(one, usages.get(one.id))));
      listed = [];
      members = [];
      usages.clear();
    } else if (line === '') {
      members = listed ?? [];
      listed = undefined;
    } else if (listed) {
      listed.push(parseListed(line));
    } else {
      const { id, usage } = parseStats(line);
      usages.set(id, usage);
    }
  };
}

/** What is known of a container, with what it uses where that is known. */
export function withUsage<T>(one: T, usage: Usage | undefined): T & { usage?: Usage } {
  return { ...one, ...(usage ? { usage } : {}) };
}
