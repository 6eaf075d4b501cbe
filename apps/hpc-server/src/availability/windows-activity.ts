import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { UserActivity } from './user-activity.ts';

/** Windows tells only whoever calls GetLastInputInfo; PowerShell does, and goes on telling every few seconds. */
const script = `
Add-Type -TypeDefinition 'using System; using System.Runtime.InteropServices;
public static class RenderOnlineIdle {
  [StructLayout(LayoutKind.Sequential)] struct Info { public uint Size; public uint Time; }
  [DllImport("user32.dll")] static extern bool GetLastInputInfo(ref Info info);
  public static long Ms() {
    var info = new Info(); info.Size = (uint)Marshal.SizeOf(info);
    return GetLastInputInfo(ref info) ? (long)(uint)((uint)Environment.TickCount - info.Time) : -1;
  }
}'
while ($true) { [Console]::Out.WriteLine([RenderOnlineIdle]::Ms()); Start-Sleep -Seconds 4 }
`;

/** Started with the first question; a machine that yields to nobody never starts it. */
export function createWindowsActivity(): UserActivity {
  let child: ChildProcess | undefined;
  let latest: number | null = null;
  let isOver = false;

  function start(): ChildProcess {
    const started = spawn('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    createInterface({ input: started.stdout }).on('line', (line) => {
      const idleMs = Number(line);
      latest = Number.isFinite(idleMs) && idleMs >= 0 ? idleMs : null;
    });
    const end = () => {
      latest = null;
      // Where PowerShell may not do this it never will.
      isOver = true;
    };
    started.on('error', end);
    started.on('exit', end);
    return started;
  }

  return {
    idleMs() {
      if (!isOver) child ??= start();
      return Promise.resolve(latest);
    },
    close() {
      isOver = true;
      child?.kill();
    },
  };
}
