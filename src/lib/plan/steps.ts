import type { Step } from './types.ts';

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
      list.push({ changes: [], ...draft, id, after: [...new Set(draft.after)] } as Step);
      return id;
    },
  };
}
