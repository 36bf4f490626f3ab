// A file of the page that is fetched when it is first asked for.

/** What was made of the file, or null until it is there. A failure is tried again when asked. */
export function lazily<Body, Made>(
  url: string,
  onLoad: () => void,
  make: (body: Body) => Made | Promise<Made>,
): () => Made | null {
  let made: Made | null = null;
  let isAsked = false;

  async function load() {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    made = await make((await response.json()) as Body);
    onLoad();
  }

  return function madeIfLoaded() {
    if (!isAsked) {
      isAsked = true;
      // Aircraft are worth showing without a base map; the next drawing asks again.
      load().catch(() => (isAsked = false));
    }
    return made;
  };
}
