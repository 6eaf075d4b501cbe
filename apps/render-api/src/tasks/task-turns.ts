/** Lets one piece of work at a time happen to each task. */
export interface TaskTurns {
  take<Result>(taskId: number, work: () => Promise<Result>): Promise<Result>;
}

/** Turns of tasks within this process; what other processes do is held apart by the database's transactions. */
export function createTaskTurns(): TaskTurns {
  const last = new Map<number, Promise<unknown>>();
  return {
    async take(taskId, work) {
      const before = last.get(taskId) ?? Promise.resolve();
      const turn = before.then(work, work);
      last.set(taskId, turn);
      try {
        return await turn;
      } finally {
        if (last.get(taskId) === turn) last.delete(taskId);
      }
    },
  };
}
