/** What may be read for one project: far above any real one, far below what hurts. */
export const limits = {
  /** Bytes of one file. */
  fileBytes: 5 * 1024 * 1024,
  /** Files of all kinds; one that is included twice counts twice. */
  files: 1000,
  /** Values of one file once its aliases are written out; and of all services that extend others. */
  values: 200_000,
  /** Characters that variables put into one project. */
  substituted: 20_000_000,
  /** Services of one project. */
  services: 2000,
  /** Variables in the default of a variable in the default of a variable. */
  nested: 50,
  /** Services that extend each other in a row, and files that include each other. */
  chain: 50,
};
