export { type Attendance, attend } from './attend.ts';
export { drain, eachLine, type Listening, listen, whyEnded } from './listen.ts';
export { type Sessions, sessionsOf } from './sessions.ts';
