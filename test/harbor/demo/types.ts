/** Two ships and a laptop that the demo plays on. */
export interface Stage {
  /** Why these are ships on paper; undefined where they are real. */
  onPaper: string | undefined;
  /** The laptop's home. */
  home: string;
  /** How `compowarm` with these arguments is run on the laptop. */
  commandLine(argv: readonly string[]): string[];
  env: NodeJS.ProcessEnv;
  /** What docker on a ship (1 or 2) prints; it must succeed. */
  docker(ship: number, argv: readonly string[]): Promise<string>;
  /** What a web server says to the laptop. */
  get(url: string): Promise<{ status: number; text: string }>;
  down(): Promise<void>;
}

/** Something that was shown did not work. */
export class Failure extends Error {}
