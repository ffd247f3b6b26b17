import type { LoadOptions } from '../../lib/compose/index.ts';

/** Flags that say which files are read, and how. */
export interface FileFlags {
  file?: string[] | undefined;
  profile?: string[] | undefined;
  'project-name'?: string | undefined;
  'project-directory'?: string | undefined;
  'env-file'?: string[] | undefined;
}

/** What the global flags, and the shell that the program runs in, say of the files to read. */
export function loadOptions(flags: FileFlags, services: readonly string[] = []): LoadOptions {
  return {
    ...(flags.file ? { files: flags.file } : {}),
    ...(flags.profile ? { profiles: flags.profile } : {}),
    ...(flags['project-name'] ? { projectName: flags['project-name'] } : {}),
    ...(flags['project-directory'] ? { projectDirectory: flags['project-directory'] } : {}),
    ...(flags['env-file'] ? { envFiles: flags['env-file'] } : {}),
    services,
    cwd: process.cwd(),
    env: process.env,
    stdin: process.stdin,
  };
}
