// Lets the page open without a network: its own files are kept by a service worker.
export async function keepOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI), {
      // A page under a folder of a larger site keeps to its folder.
      scope: "./",
    });
  } catch {
    // a browser that forbids it still shows the live page
  }
}
