import { createHash } from "node:crypto";

/**
 * The one style sheet, inline in every page: a veranda in the afternoon, cream walls, a tiled roof, green shutters.
 * Contrast is at least 4.5:1 in both schemes; targets are 48 px high; nothing moves.
 */
export const STYLE = `
:root{color-scheme:light dark;--wall:#fbf5ea;--room:#fffdf8;--ink:#2b211a;--soft:#6b5a4d;--line:#d9c9b3;--tile:#9c3d26;--eave:#7d2e1c;--shutter:#17594a;--on:#fff;--warn:#8a1f11;--warnbg:#fdebe4;--glow:#e8a33d;--bar:#eadfcd}
@media (prefers-color-scheme:dark){:root{--wall:#1a1512;--room:#241d18;--ink:#f6ecdd;--soft:#c9b7a3;--line:#4d4036;--tile:#8a3a26;--eave:#6b2a1a;--shutter:#8fd3bd;--on:#10241e;--warn:#ffb9a6;--warnbg:#43201a;--glow:#f0b75c;--bar:#3a3028}}
*{box-sizing:border-box;margin:0}
html{-webkit-text-size-adjust:100%}
body{background:var(--wall);color:var(--ink);font:400 1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;min-height:100vh;display:flex;flex-direction:column;overflow-wrap:break-word}
.roof{display:block;width:100%;height:2.75rem}
.roof .t{fill:var(--tile)}.roof .e{fill:var(--eave)}
main,.top,footer{width:100%;max-width:27rem;margin:0 auto;padding:0 1.25rem}
.top{display:flex;align-items:center;justify-content:space-between;gap:.75rem;padding-top:.5rem}
.name{display:flex;align-items:center;gap:.625rem;font-weight:600;line-height:1.25}
.name small{display:block;font-weight:400;color:var(--soft);font-size:.875rem}
.mark{flex:none;width:2.5rem;height:2.5rem}
.mark .r{fill:none;stroke:var(--tile);stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
.mark .w{fill:none;stroke:var(--glow);stroke-width:2.5;stroke-linecap:round}.mark .d{fill:var(--glow)}
@media (prefers-color-scheme:dark){.mark .r{stroke:#e2886d}}
.tongue{display:inline-flex;align-items:center;min-height:3rem;padding:0 .25rem;flex:none;color:var(--shutter)}
main{flex:1;padding-top:1.25rem;padding-bottom:1.5rem}
h1{font-size:1.625rem;line-height:1.25;letter-spacing:-.01em;margin-bottom:.5rem;text-wrap:balance}
h2{font-size:1rem;margin:1rem 0 .25rem}
p{margin-bottom:.75rem}
.soft{color:var(--soft);font-size:.9375rem}
label{display:block;font-weight:600;margin:1.25rem 0 .375rem}
input[type=tel],input[type=text]{width:100%;min-height:3.5rem;padding:.5rem .875rem;font:inherit;font-size:1.375rem;letter-spacing:.02em;color:inherit;background:var(--room);border:2px solid var(--soft);border-radius:.75rem}
input.code{font-size:1.75rem;letter-spacing:.3em;font-variant-numeric:tabular-nums}
input[aria-invalid=true]{border-color:var(--warn)}
.hint{margin:.375rem 0 0;color:var(--soft);font-size:.9375rem}
button{display:block;width:100%;min-height:3.5rem;margin-top:1rem;padding:.625rem 1rem;font:inherit;font-weight:600;font-size:1.125rem;border:2px solid var(--shutter);border-radius:.75rem;background:var(--shutter);color:var(--on);cursor:pointer}
button.quiet{min-height:3rem;margin-top:.5rem;background:none;color:var(--shutter);font-size:1rem}
button.link{width:auto;min-height:3rem;margin:0;padding:.25rem 0;border:0;background:none;color:var(--shutter);font-size:1rem;font-weight:400;text-decoration:underline}
a{color:var(--shutter);text-underline-offset:.15em}
a.door{display:flex;align-items:center;justify-content:space-between;gap:.5rem;min-height:3rem;padding:.5rem 0;border-top:1px solid var(--line)}
a.door:after{content:"→";flex:none}
:focus-visible{outline:3px solid var(--glow);outline-offset:2px}
.alert{padding:.75rem .875rem;margin:.25rem 0 .75rem;border-left:4px solid var(--warn);border-radius:.5rem;background:var(--warnbg);color:var(--warn);font-weight:600}
.room{background:var(--room);border:1px solid var(--line);border-radius:.75rem;padding:.875rem 1rem;margin:.75rem 0}
.terms{max-height:17rem;overflow:auto;font-size:1rem}
.terms h2:first-child{margin-top:0}.terms p:last-child{margin:0}
.tick{display:flex;gap:.75rem;align-items:center;min-height:3rem;font-weight:400;margin:.5rem 0 0}
.tick input{flex:none;width:1.5rem;height:1.5rem;accent-color:var(--shutter)}
.lines{list-style:none;padding:0}
.lines li+li{border-top:1px solid var(--line);margin-top:.875rem;padding-top:.875rem}
.room{clear:both}
.lines b{display:block;font-size:1.25rem;line-height:1.3}
.bar{display:block;width:100%;height:.5rem;margin:.5rem 0 .25rem;border-radius:.25rem;background:var(--bar)}
.bar rect{fill:var(--shutter)}
.lamp{float:right;width:4.5rem;height:4.5rem;margin:0 0 .5rem .75rem}
.lamp .o{fill:var(--glow);opacity:.25}.lamp .i{fill:var(--glow)}.lamp path{fill:none;stroke:#2b211a;stroke-width:5;stroke-linecap:round;stroke-linejoin:round}
.nb{white-space:nowrap;font-weight:600}
.porch{display:block;width:100%;margin-top:1.5rem;fill:none;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.porch .r{stroke:var(--tile)}.porch .g{stroke:var(--shutter)}.porch .l{stroke:var(--line)}.porch .y{fill:var(--glow);stroke:none}.porch .h{fill:var(--glow);stroke:none;opacity:.22}
footer{padding-top:.75rem;text-wrap:balance;padding-bottom:1.25rem;color:var(--soft);font-size:.875rem}
`.replace(/\n/g, "");

/** The script of the hand-over page: what the button does, at once. */
export const SUBMIT = 'document.getElementById("handover").submit()';

/** The script of a page that waits: it looks again soon, by itself. */
export const LOOK_AGAIN = "setTimeout(()=>location.reload(),2000)";
/** The same in a browser without scripts, seconds. */
export const LOOK_AGAIN_SECONDS = 2;

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Content-Security-Policy sources of these, so that nothing else may style or run. */
export const STYLE_SOURCE = hashOf(STYLE);
export const SCRIPT_SOURCES = [hashOf(SUBMIT), hashOf(LOOK_AGAIN)];
