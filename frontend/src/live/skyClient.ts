// The page's side of the worker that asks for the sky.
import { ApiError } from "../api/http";
import type { SkyBody } from "./skyBody";
import type { SkyAnswer } from "./skyReader";

export interface SkyQuestion {
  base: string;
}

export type SkyMessage =
  | { sky: SkyAnswer }
  /** `last` is the sky of an earlier visit, where this one has none yet. */
  | { failure: FailureOf<ApiError>; last: SkyBody | null };

type FailureOf<E extends ApiError> = Pick<E, "kind" | "path" | "status" | "retryAfter" | "detail">;

export interface SkyClient {
  /** null: unchanged. One question at a time. */
  fetchSky(): Promise<SkyAnswer>;
  /** The sky of an earlier visit, where the first question fails; it may have failed already. */
  onLast(show: (sky: SkyBody) => void): void;
}

/** The first question is asked at once, while the rest of the page is still being loaded. */
export function createSkyClient(base = "/api"): SkyClient {
  const worker = new Worker(new URL("../workers/sky.worker.ts", import.meta.url), {
    type: "module",
  });
  // An address of the page's own, for a worker has another base.
  const question: SkyQuestion = { base: new URL(base, window.location.href).href };
  let show: ((sky: SkyBody) => void) | null = null;
  let last: SkyBody | null = null;
  const client: SkyClient = {
    fetchSky() {
      const answer = first ?? ask();
      first = null;
      return answer;
    },
    onLast(action) {
      show = action;
      if (last) show(last);
    },
  };

  function ask(): Promise<SkyAnswer> {
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<SkyMessage>) => {
        if ("sky" in data) return resolve(data.sky);
        last = data.last;
        if (last) show?.(last);
        const { kind, path, status, retryAfter, detail } = data.failure;
        reject(new ApiError(kind, path, status, retryAfter, detail));
      };
      worker.onerror = () => reject(new ApiError("malformed", "/flights/current"));
      worker.postMessage(question);
    });
  }

  let first: Promise<SkyAnswer> | null = ask();
  // Who asks for it hears of its failure; before that it is nobody's.
  first.catch(() => {});
  return client;
}
