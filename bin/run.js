#!/usr/bin/env node
import { run } from '../dist/commands/shared/run.js';

await run(process.argv.slice(2));
