/* Runs one TypeScript program of the house on its build, with the settings of what ./start has running:
   node scripts/run.js lab/cli.ts journey */
import { buildPrograms } from "./build.js";
import { runningSettings } from "./state.js";
import { ROOT, refuse } from "./step.js";

const [, , program, ...parameters] = process.argv;
if (!program) refuse("Which program? For example: node scripts/run.js lab/cli.ts journey");

const aloud = console.log;
console.log = console.error; // standard output belongs to the program
buildPrograms();
console.log = aloud;

process.env = { ...runningSettings(), ...process.env };
process.argv = [process.argv[0], `${ROOT}dist/${program.replace(/\.tsx?$/, ".js")}`, ...parameters];
await import(process.argv[1]);
