/** What may be read for one project: far above any real one, far below what hurts. */
export const limits = {
  /** Bytes of one file. */
  fileBytes: 5 * 1024 * 1024,
  /** Values of one file once its aliases are written out. */
  values: 200_000,
  /** Variables in the default of a variable in the default of a variable. */
  nested: 50,
};
