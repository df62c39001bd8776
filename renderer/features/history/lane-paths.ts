/** The lines of one row of the commit graph as SVG paths. */

export const ROW_HEIGHT = 44;
export const LANE_WIDTH = 18;
export const LANE_COLOURS = 6;

/** Middle of a lane in pixels. */
export function laneX(lane: number): number {
  return 14 + lane * LANE_WIDTH;
}

/** Width of the graph's column for so many lanes, in pixels; at most `MAX_LANES` are given room. */
export function graphWidth(lanes: number): number {
  return laneX(Math.min(Math.max(1, lanes), MAX_LANES) - 1) + 14;
}

export const MAX_LANES = 10;

/** Colour of a lane as a CSS value. Lanes share six colours in turn. */
export function laneColour(lane: number): string {
  return `var(--lane-${(lane % LANE_COLOURS) + 1})`;
}

/** A line over half a row: straight down a lane, or a soft S from one lane to another. */
export function edgePath(fromLane: number, toLane: number, top: number, bottom: number): string {
  const from = laneX(fromLane);
  const to = laneX(toLane);
  if (from === to) return `M${from} ${top}V${bottom}`;
  const middle = (top + bottom) / 2;
  return `M${from} ${top}C${from} ${middle} ${to} ${middle} ${to} ${bottom}`;
}
