export {
  environmentsOf,
  foldDeploy,
  parseDuration,
  quote,
  quoteAll,
  splitWords,
  type Updatable,
  updates,
} from '../schema/index.ts';
export { type Building, build, DOCKERFILE, dockerfileIn, imageOf, isElsewhere, UNBUILDABLE } from './build.ts';
export * from './commands.ts';
export { create, run } from './create.ts';
export * from './deploy-record.ts';
export { atLeast } from './engine.ts';
export { checkGiven } from './env-file.ts';
export { losesVariables, partEnvironment } from './environment.ts';
export { type Execution, exec } from './exec.ts';
export { isMounted } from './files.ts';
export { countedIn, hashSpec } from './hash.ts';
export { hookCommands, hooksOf } from './hooks.ts';
export { imageName, repositoryOf, usedImage } from './image-name.ts';
export { HASH_LABEL } from './labels.ts';
export { type Limits, update, wantedLimits } from './limits.ts';
export { LOOKS } from './looks.ts';
export { asideName, failedName, isFailed, nextName } from './names.ts';
export { joinNetwork, nameless, rejoin } from './networks.ts';
export * from './observed.ts';
export { parseContainer } from './parse/container.ts';
export { parseImage } from './parse/image.ts';
export { parseInfo } from './parse/info.ts';
export { parseImages, parseMember, parseNamed, parseNeighbour } from './parse/lists.ts';
export { parseTop } from './parse/top.ts';
export { refreshAfter } from './pull-policy.ts';
export { parseRecord, recordText } from './record-text.ts';
export { toRunbook, toShell } from './render.ts';
export { networkHash, volumeHash } from './resource-hash.ts';
export { networkCreate, volumeCreate } from './resources.ts';
export { type Demand, tooNew } from './since.ts';
export { parseStats, stats, type Usage } from './stats.ts';
export { carriedAs, decodeName, ROOT, storedAt } from './store.ts';
export * from './types.ts';
export { containerEvents, type DockerEvent, type Labelled, listContainers, parseEvent, parseListed } from './watch.ts';
