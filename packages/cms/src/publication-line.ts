/** A line at the foot of the page that follows a publication until it is live. */
import { getOnce, ServerError } from "./editing-api.ts";
import { isRecord, type PublicationAnswer } from "./protocol.ts";

const INTERVAL = 500;
const PATIENCE = 10 * 60 * 1000;
let latest: string | undefined;

/** Follows a revision; a later one takes the line over. */
export async function followPublication(revision: string): Promise<void> {
  latest = revision;
  show("working", "Publication en cours…");
  const start = Date.now();
  while (latest === revision) {
    const answer = await askOnce(revision);
    if (latest !== revision) return;
    if (answer?.state === "live") return show("live", answer.notice ?? "En ligne", answer.url);
    if (answer?.state === "failed")
      return show("failed", answer.error ?? "La publication a échoué. La version précédente reste en ligne.");
    if (Date.now() - start > PATIENCE)
      return show(
        "failed",
        "La publication prend plus longtemps que prévu. Vous pouvez fermer cette page, elle continue sans vous.",
      );
    if (Date.now() - start > 8000) show("working", "Publication en cours, encore quelques instants…");
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

/** Takes away what was said of an earlier publication, once it is over: something else is being written. */
export function dismissPublication(): void {
  const line = document.querySelector<HTMLElement>(".pv-line");
  if (line?.dataset.state !== "working") line?.remove();
}

async function askOnce(revision: string): Promise<PublicationAnswer | undefined> {
  try {
    const answer = await getOnce(`/api/publication?revision=${encodeURIComponent(revision)}`);
    return isRecord(answer) ? (answer as unknown as PublicationAnswer) : undefined;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    // The server restarts or the network is away: the next turn asks again.
    return undefined;
  }
}

function show(state: "working" | "live" | "failed", text: string, url?: string): void {
  const line = document.querySelector<HTMLElement>(".pv-line") ?? newLine();
  line.dataset.state = state;
  const words = document.createElement("span");
  words.textContent = url ? `${text} : ` : text;
  const parts: HTMLElement[] = [words];
  if (url && /^https?:\/\//.test(url)) {
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = url.replace(/^https?:\/\//, "");
    parts.push(link);
  }
  if (state !== "working") {
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Fermer";
    close.addEventListener("click", () => line.remove());
    parts.push(close);
  }
  line.replaceChildren(...parts);
}

function newLine(): HTMLElement {
  const line = document.createElement("div");
  line.className = "pv-line";
  line.setAttribute("role", "status");
  document.body.append(line);
  return line;
}
