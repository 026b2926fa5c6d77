/* A test to be killed: runs `parent.ts` on the given directory, prints what that says and its process id as one line of
   JSON, and stays. */
import { firstLine, spawnTypeScript } from "./process.ts";

const parent = spawnTypeScript(new URL("./parent.ts", import.meta.url), process.argv[2] ?? "");
console.log(JSON.stringify({ parent: parent.pid, ...(await firstLine<object>(parent)) }));
setInterval(() => {}, 60_000);
