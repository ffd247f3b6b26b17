import { Malformed } from '../refusal.ts';
import type { Given, PaperImage } from '../types.ts';
import type { Flags } from './flags.ts';

const LONGEST_LINE = 65_536;

/** The lines of an env-file by docker's rules: `#` comments, no quotes, `KEY` alone taken from docker's environment. */
export function envFile(text: string, environment: Record<string, string>): string[] {
  const wrong = (what: string) => new Malformed(`poorly formatted environment: ${what}`);
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, '').trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      if (Buffer.byteLength(line) >= LONGEST_LINE) throw new Malformed('bufio.Scanner: token too long');
      const [key = '', value] = line.split(/=(.*)/s);
      if (/[ \t]/.test(key)) throw wrong(`variable '${key}' contains whitespaces`);
      if (key === '') throw wrong(`no variable name on line '${line}'`);
      if (value !== undefined) return [`${key}=${value}`];
      return Object.hasOwn(environment, key) ? [`${key}=${environment[key]}`] : [];
    });
}

/** A container's environment: the files', then the flags', then what only the image has. */
export function envOf(flags: Flags, image: PaperImage, given: Given): string[] {
  const files = flags['env-file'] ? envFile(given.stdin.toString(), given.env) : [];
  const own = (flags.env ?? []).map((word) => {
    if (word.includes('=') || !Object.hasOwn(given.env, word)) return word;
    return `${word}=${given.env[word]}`;
  });
  const keys = new Set([...files, ...own].map((word) => word.split('=')[0]));
  const inherited = [
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...(image.behaviour.env ?? []),
  ];
  return [...files, ...own, ...inherited.filter((word) => !keys.has(word.split('=')[0]))];
}
