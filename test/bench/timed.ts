import type { Harbor } from '../harbor/index.ts';

/** One run of a command on the laptop. */
export interface Sample {
  /** Seconds from the call to its end. */
  wall: number;
  /** Seconds of processor that it and what it ran used on the laptop. */
  cpu: number;
}

/** Runs a command on the laptop, with the clock. Throws when it fails. */
export async function timed(harbor: Harbor, argv: readonly string[], cwd?: string): Promise<Sample> {
  const clocked = ['sh', '-c', '"$@" >&2; code=$?; times; exit $code', 'clocked', ...argv];
  const began = performance.now();
  const { code, stdout, stderr } = await harbor.laptop(clocked, cwd === undefined ? {} : { cwd });
  const wall = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`${argv.slice(0, 6).join(' ')} ended with ${code}\n${stderr}`);
  return { wall, cpu: childrensTime(stdout) };
}

// The second line of `times`: what children used for themselves, and in the kernel for them.
function childrensTime(times: string): number {
  const spans = times.split('\n')[1]?.split(' ') ?? [];
  return spans.reduce((total, span) => {
    const [minutes, seconds] = span.split(/[ms]/);
    return total + 60 * Number(minutes) + Number(seconds);
  }, 0);
}
