/** Verbs of Docker Compose 2.40 that are not offered: why, and what there is instead. */
export const notOffered: Readonly<Record<string, { why: string; remedy: string }>> = {
  alpha: { why: 'its verbs are trials of Docker Compose', remedy: 'compowarm help' },
  bridge: { why: 'it writes files for other systems', remedy: 'compowarm config shows what there is to write' },
  build: {
    why: 'an image is built where a container of it is to run, when there is need of it',
    remedy: 'compowarm start --build, or compowarm create --build to start nothing',
  },
  commit: {
    why: 'an image that was made of a container is on one ship alone',
    remedy: 'docker commit there, and push it to a registry',
  },
  export: { why: 'a container is on one ship alone', remedy: 'docker export there, or compowarm cp' },
  publish: { why: 'it is about the file, not about ships', remedy: 'docker compose publish' },
  pull: {
    why: 'an image is pulled by the ship that is to run it, when there is need of it',
    remedy: 'compowarm start --pull always, or compowarm create --pull always to start nothing',
  },
  push: {
    why: 'images that are built on ships stay there: no ship has to be logged in to a registry',
    remedy: 'build and push where you are logged in, and name that image in the file',
  },
  watch: {
    why: 'it is for work on one machine',
    remedy: 'docker compose watch on yours, and compowarm start when it is done',
  },
};
