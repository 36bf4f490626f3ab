// The outlines of aircraft seen from above, nose up, in a box of 24 × 24.
import type { Shape } from "./shape";

export const BOX = 24;

export const GLYPHS: Readonly<Record<Shape, string>> = {
  jet:
    "M12 1.2C13 1.2 13.6 2.6 13.6 4.4V8.8L22.3 14.2V16.5L13.6 13.7V18.9L16.3 21V22.7L12 21.4" +
    "L7.7 22.7V21L10.4 18.9V13.7L1.7 16.5V14.2L10.4 8.8V4.4C10.4 2.6 11 1.2 12 1.2Z",
  // Four engines, wider body.
  heavy:
    "M12 .4C13.4 .4 14.1 2 14.1 4V8.2L16.4 9.7V8.3H18V10.8L20.2 12.2V11H21.6V13.2L23.6 14.6V17" +
    "L14.1 13.9V18.6L17.4 21.3V23.2L12 21.7L6.6 23.2V21.3L9.9 18.6V13.9L.4 17V14.6L2.4 13.2V11H3.8" +
    "V12.2L6 10.8V8.3H7.6V9.7L9.9 8.2V4C9.9 2 10.6 .4 12 .4Z",
  // Straight wings near the nose, a propeller.
  propeller:
    "M9.4 2.2H14.6V3.4H12.9C13.3 4.4 13.4 5.6 13.4 7H22.6V10.4L13.4 11.2L12.9 18.4H16.6V21L12 21.6" +
    "L7.4 21V18.4H11.1L10.6 11.2L1.4 10.4V7H10.6C10.6 5.6 10.7 4.4 11.1 3.4H9.4Z",
  // A cross of blades over a body with a tail.
  helicopter:
    "M3.9 2.5L5.5 .9L12 7.4L18.5 .9L20.1 2.5L14.6 8C15.1 8.8 15.3 9.8 15.3 10.8C15.3 11.5 15.1 12.2 14.9 12.8" +
    "L20.1 18L18.5 19.6L13.4 14.5V20H15.6V22.2H8.4V20H10.6V14.5L5.5 19.6L3.9 18L9.1 12.8" +
    "C8.9 12.2 8.7 11.5 8.7 10.8C8.7 9.8 8.9 8.8 9.4 8Z",
  glider:
    "M12 3C12.8 3 13.1 4.4 13.1 6.4V8.6L23.8 9.8V11.6L13.1 12L12.7 18.2H15.4V20.2H8.6V18.2H11.3" +
    "L10.9 12L.2 11.6V9.8L10.9 8.6V6.4C10.9 4.4 11.2 3 12 3Z",
  balloon:
    "M12 1.4C17 1.4 20.4 5 20.4 9.4C20.4 13 17.6 15.6 14.6 18.4V19.2H14.8V22.6H9.2V19.2H9.4V18.4" +
    "C6.4 15.6 3.6 13 3.6 9.4C3.6 5 7 1.4 12 1.4Z",
  drone:
    "M6 2A4 4 0 0 1 9.8 7.3L11 8.4H13L14.2 7.3A4 4 0 1 1 16.8 9.8L15.6 11V13L16.8 14.2" +
    "A4 4 0 1 1 14.2 16.8L13 15.6H11L9.8 16.8A4 4 0 1 1 7.2 14.2L8.4 13V11L7.2 9.8A4 4 0 1 1 6 2Z",
  vehicle: "M8 3.4H16L18 8V20.6H6V8Z",
  // A dart: a direction, and nothing else is said.
  unknown: "M12 2L20 21.2L12 16.8L4 21.2Z",
};

/** Without a track there is no direction to show. */
export const DOT = "M6 12a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z";

/** What does not point anywhere is not turned. */
export const isUpright = (shape: Shape) => shape === "balloon" || shape === "drone";
