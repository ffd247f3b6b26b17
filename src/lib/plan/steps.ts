import type { Step } from './types.ts';
import { unique } from './words.ts';

type Draft = Step extends infer S
  ? S extends Step
    ? Omit<S, 'id' | 'changes'> & { changes?: Step['changes'] }
    : never
  : never;

/** Collects steps, each behind those it waits for, and numbers them. */
export interface Steps {
  readonly list: Step[];
  /** Returns the new step's id. */
  add(draft: Draft): string;
}

export function steps(): Steps {
  const list: Step[] = [];
  return {
    list,
    add(draft) {
      const id = String(list.length + 1);
      const { behind = [], ...rest } = draft;
      const after = unique(draft.after);
      const looser = unique(behind).filter((one) => !after.includes(one));
      list.push({ changes: [], ...rest, id, after, ...(looser.length > 0 ? { behind: looser } : {}) } as Step);
      return id;
    },
  };
}
