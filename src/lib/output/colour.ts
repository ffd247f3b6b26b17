import { styleText } from 'node:util';

/** What a stream is asked before it is painted on. */
export interface Terminal {
  isTTY?: boolean | undefined;
}

type Format = Parameters<typeof styleText>[0];

/** Paints a text, or leaves it as it is. */
export type Paint = (format: Format, text: string) => string;

/** Colour only on a terminal, never with NO_COLOR (https://no-color.org: set and not empty) or on a dumb terminal. */
export function wantsColor(stream: Terminal, env: Record<string, string | undefined>): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** The one place that writes colour. The caller has decided: the streams of this process are not asked again. */
export function painter(color: boolean): Paint {
  return (format, text) => (color && text !== '' ? styleText(format, text, { validateStream: false }) : text);
}
