/** Makes sense of a profile of V8: which step of `buildSite`, which function of ours, which library. */
import type { Profiler, Runtime } from "node:inspector";

/** Where a sample was taken. */
export interface Place {
  /** A step of `buildSite`, in the words of the design. */
  step: string;
  /** The functions of ours from the step inwards, then the library at work: `["parseMarkdown", "satteri"]`. */
  path: string[];
  /** Package or library of the innermost frame. */
  owner: string;
}

/** The functions that stand for the steps, in the order in which `buildSite` reads. */
const STEPS: Record<string, string> = {
  openState: "1 state and revision",
  readFolder: "1 state and revision",
  readRevision: "1 state and revision",
  isUpToDate: "1 state and revision",
  loadSite: "2 loadSite",
  loadEntries: "3 loadEntries",
  parseEntry: "3 loadEntries",
  processAssets: "5 processAssets",
  listAssetUses: "5 processAssets",
  planPages: "6 planPages",
  planTexts: "6 planPages",
  renderPages: "7 renderPages",
  write: "8 write",
  checkRelease: "9 checkRelease",
  reportOf: "9 report",
  writeReport: "9 report",
  sortProblems: "9 report",
  save: "9 save the state",
  renderEntry: "4 renderEntry",
  compileTheme: "0 compile the theme",
  hashTheme: "1 state and revision",
};

/** Nothing to do, and the profiler itself. */
const NOT_OURS = new Set(["(idle)", "(root)", "node:inspector"]);

/** Time of each place, in milliseconds. */
export function placeSamples(
  profile: Profiler.Profile,
  fallback: (microseconds: number) => string,
): Map<string, { place: Place; ms: number }> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id);
  const stacks = new Map<number, Runtime.CallFrame[]>();
  const stackOf = (id: number): Runtime.CallFrame[] => {
    let stack = stacks.get(id);
    if (!stack) {
      const parent = parents.get(id);
      const frame = nodes.get(id)?.callFrame;
      stack = [...(parent === undefined ? [] : stackOf(parent)), ...(frame ? [frame] : [])];
      stacks.set(id, stack);
    }
    return stack;
  };
  const places = new Map<string, { place: Place; ms: number }>();
  let at = profile.startTime;
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const delta = profile.timeDeltas?.[index] ?? 0;
    at += delta;
    const place = placeOf(stackOf(id), () => fallback(at));
    if (NOT_OURS.has(place.owner)) continue;
    const key = [place.step, ...place.path, place.owner].join("\0");
    const known = places.get(key) ?? { place, ms: 0 };
    known.ms += delta / 1000;
    places.set(key, known);
  }
  return places;
}

function placeOf(stack: readonly Runtime.CallFrame[], fallback: () => string): Place {
  const last = stack.at(-1);
  const owner = last ? ownerOf(last) : "(root)";
  let step: string | undefined;
  const path: string[] = [];
  for (const frame of stack) {
    if (!/\/packages\/[^/]+\/src\//.test(frame.url)) continue;
    const known = STEPS[frame.functionName];
    if (known && !(known === "8 write" && !frame.url.endsWith("write-output.ts"))) {
      step = known;
      path.length = 0;
    } else if (frame.functionName !== "" && !path.includes(frame.functionName)) path.push(frame.functionName);
  }
  if (!step && stack.some(({ url }) => /\/themes\/|\/astro\//.test(url))) step = "7 renderPages";
  if (!step && stack.some(({ functionName, url }) => url.startsWith("node:internal/modules") && functionName !== ""))
    step = "0 load modules";
  if (owner === "(garbage collector)") return { step: "garbage collector", path: [], owner };
  if (!owner.startsWith("@pivert")) path.push(owner);
  return { step: step ?? fallback(), path, owner };
}

function ownerOf({ url, functionName }: Runtime.CallFrame): string {
  const ours = /\/packages\/([^/]+)\/src\//.exec(url);
  if (ours) return `@pivert/${ours[1]}`;
  if (/\/cache\/themes\//.test(url)) return "theme bundle";
  const library = [...url.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].at(-1)?.[1];
  if (library) return library;
  if (url.startsWith("node:")) return url.split("/").slice(0, 2).join("/");
  return url === "" && functionName.startsWith("(") ? functionName : url === "" ? "V8" : "others";
}
