/** The most columns that a row of tiles has. */
export const MOST_COLUMNS = 7;

/** Columns in which so many tiles stand in rows as even as can be, where there is room for `room` of them. */
export function evenColumns(count: number, room: number): number {
  const rows = Math.max(1, Math.ceil(count / room));
  return Math.max(1, Math.ceil(count / rows));
}

/** The columns for each room, as the variables `--room-2` and on of a style. */
export function columnsByRoom(count: number): Readonly<Record<string, number>> {
  const rooms = Array.from({ length: MOST_COLUMNS - 1 }, (_, index) => index + 2);
  return Object.fromEntries(rooms.map((room) => [`--room-${room}`, evenColumns(count, room)]));
}
