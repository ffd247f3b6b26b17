import { DaemonError, Refusal, saidByDaemon } from '../refusal.ts';
import { TemplateError } from '../template.ts';
import type { Given, PaperEngine, Reply } from '../types.ts';
import { ABOUT } from './about.ts';
import { create, run } from './create.ts';
import { INSPECTS } from './inspect.ts';
import { LIFE } from './life.ts';
import { LISTS } from './list.ts';
import { THINGS } from './things.ts';
import { TOP } from './top.ts';

type Verb = (engine: PaperEngine, given: Given) => Reply | Promise<Reply>;

const VERBS: Record<string, Verb> = { ...ABOUT, create, run, ...LIFE, ...LISTS, ...INSPECTS, ...THINGS, ...TOP };

/** Other names of the same verbs. */
const ALIASES: Record<string, string> = {
  images: 'image ls',
  'image list': 'image ls',
  'image pull': 'pull',
  'network list': 'network ls',
  'volume list': 'volume ls',
  'container ls': 'ps',
  'container list': 'ps',
  rmi: 'image rm',
  'image remove': 'image rm',
  'network remove': 'network rm',
  'volume remove': 'volume rm',
  'system info': 'info',
};

function find(argv: string[]): { verb: Verb; rest: string[] } | undefined {
  const pair = argv.slice(0, 2).join(' ');
  const names = [ALIASES[pair] ?? pair, pair.replace(/^container /, '')];
  for (const name of names) {
    if (argv.length > 1 && VERBS[name]) return { verb: VERBS[name], rest: argv.slice(2) };
  }
  const name = ALIASES[argv[0] ?? ''] ?? argv[0] ?? '';
  return VERBS[name] && { verb: VERBS[name], rest: argv.slice(1) };
}

/** Runs one docker command on a paper engine. A word that no verb on paper answers to ends with 1 and docker's sentence. */
export async function docker(engine: PaperEngine, given: Given): Promise<Reply> {
  engine.calls.push(given.argv);
  const instead = await engine.intercept?.(given);
  if (instead) return instead;
  const found = find(given.argv);
  if (!found) {
    const err = `docker: '${given.argv[0] ?? ''}' is not a docker command.\nSee 'docker --help'\n`;
    return { code: 1, out: '', err };
  }
  try {
    return await found.verb(engine, { ...given, argv: found.rest });
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    if (error instanceof TemplateError) return { code: 1, out: '', err: `${error.message}\n` };
    if (error instanceof DaemonError) return { code: 1, out: '', err: `${saidByDaemon(error)}\n` };
    throw error;
  }
}
