// Shows what has happened outside of the page, where the browser allows it.
import type { AlertEvent } from "../live/alerts";

export function notify({ name, kind, squawk, icao24 }: AlertEvent): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const body = [kind, squawk].filter(Boolean).join(" ");
  // One tag for each aircraft and kind: news replace what they follow.
  new Notification(name, { body, tag: `${kind} ${icao24}` });
}
