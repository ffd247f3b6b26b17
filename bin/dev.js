#!/usr/bin/env -S node --import tsx
import { run } from '../src/commands/shared/run.ts';

await run(process.argv.slice(2));
