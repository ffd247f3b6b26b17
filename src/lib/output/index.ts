export { type Board, board } from './board.ts';
export { type Terminal, wantsColor } from './colour.ts';
export { findingsJson, findingsText } from './doctor.ts';
export { dryRunText } from './dry-run.ts';
export { eventSink } from './event-lines.ts';
export { backLine, cutLine, lostLine } from './heard.ts';
export {
  type Description,
  type FlagDescription,
  flagsHelp,
  type Groups,
  longName,
  programHelp,
  verbHelp,
} from './help.ts';
export { type HistoryOptions, historyJson, historyTable } from './history.ts';
export { imageIds, imagesJson, imagesTable } from './images.ts';
export { changesNothing } from './kinds.ts';
export { logSink, logTitle } from './log-lines.ts';
export { type PlanJson, planJson, readPlan, sinceSaved } from './plan-json.ts';
export { type PlanTextOptions, planText } from './plan-text.ts';
export { type ProblemTextOptions, problemJson, problemText } from './problem-text.ts';
export { type Progress, type ProgressOptions, showProgress } from './progress.ts';
export { projectNames, projectsJson, projectsTable } from './projects.ts';
export { type PsJsonOptions, psJson } from './ps-json.ts';
export { psIds, psServices } from './ps-list.ts';
export { type PsTableOptions, psTable } from './ps-table.ts';
export { type ShipRow, shipsJson, shipsTable } from './ships.ts';
export type { ProgressStream } from './stage.ts';
export { statsJson, statsTable } from './stats.ts';
export { type SummaryOptions, summary, unreachableLines } from './summary.ts';
export { type TableOptions, table } from './table.ts';
export { topTable } from './top.ts';
export { versionJson, versionText } from './version.ts';
export { volumeNames, volumesJson, volumesTable } from './volumes.ts';
export { count, humanDuration, seconds, since } from './words.ts';
