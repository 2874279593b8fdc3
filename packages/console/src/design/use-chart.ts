import { onBeforeUnmount, onMounted, watch, type ShallowRef } from 'vue';
import uPlot from 'uplot';
import { colourOf, dashOf, lastKnown, rangeOf, spread, type ChartLimit, type ChartLine } from './chart.ts';

export interface ChartSource {
  /** Milliseconds, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly limits: readonly ChartLimit[];
  /** How a value is written on the axis. */
  readonly format: (value: number) => string;
  /** Pixels of a screen that is read near. */
  readonly height: number;
  /** Charts of one group share their crosshair. */
  readonly group?: string | undefined;
  /** The crosshair came to the moment of that index, or left. */
  readonly point?: (index: number | null) => void;
}

/** Room at the right for the lines' labels, and the letters' size; pixels of a screen that is read near. */
const LABELS = 96;
const LABEL_HEIGHT = 15;
const LETTERS = 13;

/** How much larger everything is that is written: a wall's letters grow, and what is drawn with them. */
const scale = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** Draws into the element while the component lives: new values in place, another look or width drawn anew. */
export function useChart(place: Readonly<ShallowRef<HTMLElement | null>>, source: () => ChartSource): void {
  let chart: uPlot | null = null;
  const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const looks = new MutationObserver(() => chart?.redraw());
  const size = new ResizeObserver(() => {
    const height = source().height * scale();
    if (chart && place.value) chart.setSize({ width: place.value.clientWidth, height });
  });

  function draw(): void {
    chart?.destroy();
    chart =
      place.value &&
      new uPlot(optionsOf(source, colour, place.value.clientWidth), dataOf(source()), place.value);
  }

  onMounted(() => {
    draw();
    looks.observe(document.documentElement, { attributeFilter: ['class'] });
    if (place.value) size.observe(place.value);
  });
  watch(
    // Which lines there are is part of the options; what they say is data.
    () =>
      source()
        .lines.map(({ label, tone }) => `${label} ${tone}`)
        .join('\n'),
    draw,
    { flush: 'post' },
  );
  watch(
    () => [source().times, source().lines, source().limits] as const,
    () => chart?.setData(dataOf(source())),
    { flush: 'post' },
  );
  onBeforeUnmount(() => {
    looks.disconnect();
    size.disconnect();
    chart?.destroy();
  });
}

function dataOf({ times, lines }: ChartSource): uPlot.AlignedData {
  return [times.map((time) => time / 1_000), ...lines.map(({ values }) => [...values])];
}

function optionsOf(
  source: () => ChartSource,
  colour: (name: string) => string,
  width: number,
): uPlot.Options {
  const grown = scale();
  const axis = {
    stroke: () => colour('--soft'),
    font: `${LETTERS * grown}px ${colour('--text')}`,
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: source().height * grown,
    padding: [8, LABELS * grown, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: false, y: false },
      ...(source().group !== undefined && { sync: { key: source().group!, setSeries: false } }),
    },
    scales: { y: { range: () => [...rangeOf(source().lines, source().limits)] as [number, number] } },
    axes: [
      { ...axis, size: 50 * grown, space: 72 * grown, values: (_, ticks) => ticks.map(timeTick(ticks)) },
      { ...axis, size: 56 * grown, values: (_, ticks) => ticks.map((tick) => source().format(tick)) },
    ],
    series: [
      {},
      ...source().lines.map(({ label, tone }, index) => ({
        label,
        stroke: () => colour(colourOf(tone)),
        width: 1.25,
        dash: dashOf(index),
        spanGaps: false,
        points: { show: false },
      })),
    ],
    hooks: {
      draw: [(chart) => annotate(chart, source(), colour)],
      setCursor: [({ cursor }) => source().point?.(cursor.idx ?? null)],
    },
  };
}

/** Times of the axis: with seconds within some minutes, of the day within two days, else the day. Ticks are seconds. */
function timeTick(ticks: readonly number[]): (tick: number) => string {
  const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  const format = new Intl.DateTimeFormat(
    document.documentElement.lang,
    span < 172_800
      ? {
          hour: '2-digit',
          minute: '2-digit',
          hour12: false,
          ...((ticks[1] ?? 0) - (ticks[0] ?? 0) < 60 && { second: '2-digit' }),
        }
      : { month: 'numeric', day: 'numeric' },
  );
  return (tick) => format.format(tick * 1_000);
}

/** Limits as hairlines, and each line's name at its end. */
function annotate(chart: uPlot, source: ChartSource, colour: (name: string) => string): void {
  const { ctx, bbox } = chart;
  const ratio = window.devicePixelRatio * scale();
  ctx.save();
  ctx.font = `${LETTERS * ratio}px ${colour('--text')}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.setLineDash([]);
  for (const { value, label, tone } of source.limits) {
    const y = Math.round(chart.valToPos(value, 'y', true)) + 0.5;
    ctx.strokeStyle = ctx.fillStyle = colour(colourOf(tone));
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(label, bbox.left + 4 * ratio, y - 9 * ratio);
  }
  const ends = source.lines.map(({ values }) => lastKnown(values));
  const wanted = ends.map((end) => (end ? chart.valToPos(end.value, 'y', true) : -Infinity));
  const placed = spread(wanted, LABEL_HEIGHT * ratio);
  for (const [index, { label, tone }] of source.lines.entries()) {
    if (!ends[index]) continue;
    ctx.fillStyle = colour(colourOf(tone));
    ctx.fillText(label, bbox.left + bbox.width + 8 * ratio, placed[index] ?? 0, (LABELS - 12) * ratio);
  }
  ctx.restore();
}
