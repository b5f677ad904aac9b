/** How cost grows with pages and with sites, as an SVG: both axes are logarithmic, so that a straight line is a power. */

export interface Line {
  name: string;
  colour: string;
  /** Reckoned from one site rather than measured: drawn dashed. */
  reckoned?: boolean;
  points: { x: number; y: number }[];
}

export interface Panel {
  title: string;
  xLabel: string;
  yLabel: string;
  lines: Line[];
}

const [WIDTH, HEIGHT, GAP] = [520, 400, 40];
const MARGIN = { left: 64, right: 110, top: 48, bottom: 52 };

export function drawPicture(panels: readonly Panel[], caption: string): string {
  const width = panels.length * WIDTH + (panels.length + 1) * GAP;
  const height = HEIGHT + 2 * GAP + 16;
  const drawn = panels.map(
    (panel, index) => `<g transform="translate(${GAP + index * (WIDTH + GAP)} ${GAP})">${drawPanel(panel)}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#fff"/>
${drawn.join("\n")}
<text x="${GAP}" y="${height - 14}" fill="#555" font-size="12">${escapeXml(caption)}</text>
</svg>
`;
}

function drawPanel({ title, xLabel, yLabel, lines }: Panel): string {
  const points = lines.flatMap((line) => line.points);
  const x = logScale(
    points.map((point) => point.x),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const y = logScale(
    points.map((point) => point.y),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const grid = [
    ...x.ticks.map(
      (tick) =>
        `<line x1="${x.at(tick)}" x2="${x.at(tick)}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}" stroke="#e4e4e4"/><text x="${x.at(tick)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle" fill="#555">${tick}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y.at(tick)}" y2="${y.at(tick)}" stroke="#e4e4e4"/><text x="${MARGIN.left - 8}" y="${y.at(tick) + 4}" text-anchor="end" fill="#555">${tick}</text>`,
    ),
  ];
  const ends = spreadLabels(lines.map((line) => y.at(line.points.at(-1)?.y ?? 1)));
  const curves = lines.map((line, index) => {
    const path = line.points.map((point) => `${x.at(point.x).toFixed(1)},${y.at(point.y).toFixed(1)}`).join(" ");
    const dots = line.points.map(
      (point) =>
        `<circle cx="${x.at(point.x).toFixed(1)}" cy="${y.at(point.y).toFixed(1)}" r="3.5" fill="${line.colour}"/>`,
    );
    const label = `<text x="${WIDTH - MARGIN.right + 10}" y="${(ends[index] ?? 0) + 4}" fill="${line.colour}">${escapeXml(line.name)}</text>`;
    return `<polyline points="${path}" fill="none" stroke="${line.colour}" stroke-width="2"${line.reckoned ? ' stroke-dasharray="5 4"' : ""}/>${dots.join("")}${label}`;
  });
  return `<text x="0" y="18" font-size="16" font-weight="600">${escapeXml(title)}</text>
<text x="0" y="38" fill="#555">${escapeXml(yLabel)}</text>
${grid.join("")}
<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 10}" text-anchor="middle" fill="#555">${escapeXml(xLabel)}</text>
${curves.join("\n")}`;
}

function logScale(values: number[], from: number, to: number): { at: (value: number) => number; ticks: number[] } {
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const [first, last] = [low - 0.05, Math.max(high, low + 0.5) + 0.05];
  const at = (value: number) => from + ((Math.log10(value) - first) / (last - first)) * (to - from);
  const steps = [1, 2, 5].flatMap((step) => [-3, -2, -1, 0, 1, 2, 3, 4].map((power) => step * 10 ** power));
  const ticks = steps.filter((tick) => Math.log10(tick) >= first && Math.log10(tick) <= last);
  return { at, ticks: ticks.map((tick) => Number(tick.toPrecision(1))).sort((a, b) => a - b) };
}

/** Moves labels that would lie on one another apart. */
function spreadLabels(heights: number[]): number[] {
  const order = heights.map((height, index) => ({ height, index })).sort((a, b) => a.height - b.height);
  let above = Number.NEGATIVE_INFINITY;
  const placed = [...heights];
  for (const { height, index } of order) {
    above = Math.max(height, above + 16);
    placed[index] = above;
  }
  return placed;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
