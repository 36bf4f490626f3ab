// Lets the page open without a network: its own files are kept by a service worker.

/** The worker fetches every view; the first sky goes before. */
const AFTER_MS = 3_000;

export async function keepOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
  try {
    await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI), {
      // A page under a folder of a larger site keeps to its folder.
      scope: "./",
      // What it names changes with each release.
      updateViaCache: "none",
    });
  } catch {
    // a browser that forbids it still shows the live page
  }
}
