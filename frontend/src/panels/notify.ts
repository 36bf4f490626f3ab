// Shows what has happened outside of the page, where the browser allows it.
import { formatTime } from "../i18n/format";
import { loadTexts, translateBy } from "../i18n/text";
import { alertText, type AlertEvent } from "../live/alerts";
import { selectAndCentre, type LiveStore } from "../live/store";

export function notify(event: AlertEvent, store: LiveStore): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  // Where the browser refuses, the list of alerts still has it.
  show(event, store).catch(() => {});
}

async function show(event: AlertEvent, store: LiveStore): Promise<void> {
  const { kind, icao24, time } = event;
  const t = translateBy(await loadTexts(store.getState().settings.language));
  const title = alertText(event, t);
  // One tag for each aircraft and kind: news replace what they follow.
  const options = { body: formatTime(time), tag: `${kind} ${icao24}`, data: { icao24 } };
  const worker = await registered();
  // A phone lets nobody else show one.
  if (worker?.active) return worker.showNotification(title, options);
  new Notification(title, options).onclick = () => {
    window.focus();
    selectAndCentre(store, icao24);
  };
}

const registered = async () =>
  "serviceWorker" in navigator ? navigator.serviceWorker.getRegistration() : undefined;

/** The service worker tells which notification was chosen. */
export function openNotified(store: LiveStore): () => void {
  if (!("serviceWorker" in navigator)) return () => {};
  const open = ({ data }: MessageEvent<{ icao24?: string }>) => {
    if (data.icao24) selectAndCentre(store, data.icao24);
  };
  navigator.serviceWorker.addEventListener("message", open);
  return () => navigator.serviceWorker.removeEventListener("message", open);
}
