export { imageName } from './image-name.ts';
export { LOOKS } from './looks.ts';
export { parseContainer } from './parse/container.ts';
export { parseInfo } from './parse/info.ts';
export { parseImages, parseNamed, parseNeighbour } from './parse/lists.ts';
export * from './types.ts';
