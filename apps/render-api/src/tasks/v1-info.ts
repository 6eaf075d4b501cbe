import type { ApiInfoResponse, ApiTaskInfo } from '@renderonline/contract';
import { listTasks, type Database, type TaskDetails, type User } from '@renderonline/database';

/** How many tasks 1.x's info showed. */
const shownTasks = 15;

/** What GET /renderapi/v1/info says of a user. */
export async function describeUser(database: Database, user: User): Promise<ApiInfoResponse> {
  const tasks = await listTasks(database.db, { userId: user.userId, limit: shownTasks });
  return {
    User: {
      UserId: user.userId,
      FirstName: user.firstName,
      LastName: user.lastName,
      Email: user.email,
      SubscriptionId: user.subscriptionId,
      IsActive: user.isActive,
    },
    Tasks: tasks.map(describeTask),
  };
}

function describeTask({ task, render, engine }: TaskDetails): ApiTaskInfo {
  return {
    Task: {
      TaskId: task.taskId,
      UserId: task.userId,
      // 1.x's type for it cannot be null; rows of 1.x always have it.
      QueueTime: localTime(task.queuedAtMs ?? 0),
      StartTime: task.startedAtMs === null ? null : localTime(task.startedAtMs),
      EndTime: task.endedAtMs === null ? null : localTime(task.endedAtMs),
      IsRunning: task.isRunning,
      IsSuccess: task.isSuccess,
      RenderId: task.renderId,
      MachineId: task.machineId,
    },
    Render: {
      RenderId: render.renderId,
      FileName: render.fileName,
      FilePath: '',
      FileSize: render.fileSize,
      Arguments: render.arguments,
      EngineId: render.engineId,
    },
    Engine: {
      EngineId: engine.engineId,
      Name: engine.name,
      Extension: engine.extension,
      DownloadPath: engine.downloadPath,
      RenderArgument: engine.renderArgument,
    },
  };
}

// 1.x wrote times without an offset, and old clients parse no others; ours are UTC in that shape.
function localTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
}
