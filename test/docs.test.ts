import { expect, it } from 'vitest';
import { flags, inputs, later, type Service, table } from '../src/lib/schema/index.ts';
import { known } from './conformance/known.ts';

/** docs/COMPOSE.md is written from the table of keys: `npx vitest run test/docs.test.ts -u` writes it anew. */
function composePage(): string {
  const rows = Object.entries({ ...table, ...inputs })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { doc }]) => `| \`${key}\` | ${doc} | ${flagsOf(key)} |`);
  const refused = Object.entries(later)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, remedy]) => `| \`${key}\` | ${remedy} |`);
  const differences = known.map(
    ({ keys, compose, compowarm, why }) => `| ${keys} | ${compose} | ${compowarm} | ${why} |`,
  );
  return `# What of a Compose file is understood

Both shapes are read: services at the top level with \`ships:\` beside them, and the Compose Specification's \`services:\`
with \`x-ships:\` (or \`ships:\`, if Docker Compose need not read the same file).

## Keys of a service

| key | what it says | flags of docker run |
|---|---|---|
${rows.join('\n')}

## Known, and refused for now

A file that says one of these is refused before any connection, with its position.

| key | what to do instead |
|---|---|
${refused.join('\n')}

## Where a container differs from Docker Compose's

Of all that \`docker inspect\` shows, ids, times and the tools' own labels aside.

| key | Docker Compose | Compowarm | why |
|---|---|---|---|
${differences.join('\n')}
`;
}

function flagsOf(key: string): string {
  const flag = flags[key as keyof Service]?.flag;
  return flag === undefined ? '' : flag.replace(/--?[\w*-]+/g, '`$&`');
}

it('docs/COMPOSE.md is what the table of keys says', async () => {
  await expect(composePage()).toMatchFileSnapshot('../docs/COMPOSE.md');
});
