import { readdirSync, readFileSync } from "node:fs";

/** Ticks of the kernel's clock are hundredths of a second wherever Linux runs. */
const TICK_US = 10_000;

type Stat = { readonly parent: number; readonly ticks: number; readonly reaped: number };

/** `/proc/<pid>/stat`: its second field is the only one that may hold blanks. */
const statOf = (pid: number | string): Stat | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const at = (field: number): number => fields[field - 3] ?? 0;
    return { parent: at(4), ticks: at(14) + at(15), reaped: at(16) + at(17) };
  } catch {
    return undefined; // it has just ended
  }
};

const pids = (): number[] =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);

const childrenOf = (pid: number): { readonly pid: number; readonly ticks: number }[] =>
  pids()
    .map((each) => ({ pid: each, parent: 0, ticks: 0, ...statOf(each) }))
    .filter(({ parent }) => parent === pid);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** CPU a process used since it began, its children and those it outlived included; µs. */
export const cpuOf = (pid: number): number => {
  const own = statOf(pid);
  if (!own) return 0;
  return (own.ticks + own.reaped + sum(childrenOf(pid).map(({ ticks }) => ticks))) * TICK_US;
};

const residentOf = (pid: number): number => {
  try {
    const [, kilobytes = "0"] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
};

/** Most memory a process and its children ever held in RAM, MB; 0 once it ended. */
export const peakOf = (pid: number): number =>
  sum([pid, ...childrenOf(pid).map((child) => child.pid)].map(residentOf));
