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
}

export function createSkyClient(onLast: (sky: SkyBody) => void, base = "/api"): SkyClient {
  const worker = new Worker(new URL("../workers/sky.worker.ts", import.meta.url), {
    type: "module",
  });
  // An address of the page's own, for a worker has another base.
  const absolute = new URL(base, window.location.href).href;
  return {
    fetchSky: () =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<SkyMessage>) => {
          if ("sky" in data) return resolve(data.sky);
          if (data.last) onLast(data.last);
          const { kind, path, status, retryAfter, detail } = data.failure;
          reject(new ApiError(kind, path, status, retryAfter, detail));
        };
        worker.onerror = () => reject(new ApiError("malformed", "/flights/current"));
        const question: SkyQuestion = { base: absolute };
        worker.postMessage(question);
      }),
  };
}
