import type { Groups } from '../../lib/output/index.ts';

/** The verbs as help lists them, each with what it does in a few words. */
export const groups: Groups = {
  Deploying: {
    start: 'make it what the file says',
    plan: 'show what start would do',
    create: 'make containers, not run',
    scale: 'more or fewer replicas',
    stop: 'stop containers',
    down: 'stop and remove it all',
    rollback: 'bring back a deploy',
    history: 'list the last deploys',
    config: 'show what the file says',
  },
  Ships: {
    ships: 'list them, and how they do',
    ls: 'list the projects on them',
    doctor: 'what would stop a deploy',
    drain: 'move off a ship',
    failover: 'leave a ship that is dead',
    prune: 'remove what is used no more',
    version: 'ours, and of each engine',
    completion: 'for bash, zsh and fish',
  },
  Looking: {
    ps: 'list containers',
    logs: 'what containers say',
    top: 'processes in containers',
    stats: 'what containers take',
    events: 'what happens on ships',
    port: 'where a port is published',
    images: 'list images in use',
    volumes: 'list volumes',
  },
  Containers: {
    exec: 'run a command in one',
    run: 'run a command in a new one',
    attach: 'have the terminal of one',
    cp: 'copy files in and out',
    restart: 'restart them',
    kill: 'send them a signal',
    pause: 'hold them still',
    unpause: 'let them go on',
    rm: 'remove stopped ones',
    wait: 'wait until they stop',
  },
};
