// One request. Every failure becomes an ApiError: what kind it is, so that the page can say what to do.

const TIMEOUT_MS = 15_000;

export type FailureKind =
  | "offline" // this device has no network
  | "unreachable"
  | "timeout"
  | "gateway" // something stands before the API and found nobody behind it
  | "rate_limited"
  | "unavailable"
  | "not_found"
  | "status"
  | "malformed";

export class ApiError extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly path: string,
    readonly status: number | null = null,
    /** Seconds that the server asks to wait. */
    readonly retryAfter: number | null = null,
    readonly detail: string | null = null,
  ) {
    super(`${path}: ${kind}${status === null ? "" : ` (${status})`}`);
  }
}

const KINDS: Readonly<Record<number, FailureKind>> = {
  404: "not_found",
  429: "rate_limited",
  502: "gateway",
  503: "unavailable",
  504: "gateway",
};

/** Revalidates by ETag: the browser turns a 304 into a 200 from its cache. */
export async function request(fetcher: typeof fetch, url: string): Promise<Response> {
  try {
    return await fetcher(url, { cache: "no-cache", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === "TimeoutError";
    const isOffline = typeof navigator !== "undefined" && navigator.onLine === false;
    throw new ApiError(isLate ? "timeout" : isOffline ? "offline" : "unreachable", url);
  }
}

export async function refusalOf(response: Response, path: string): Promise<ApiError> {
  const { status } = response;
  const wait = Number(response.headers.get("retry-after") ?? NaN);
  const problem: unknown = await response.json().catch(() => null);
  const detail = isProblem(problem) ? problem.detail : null;
  const retryAfter = Number.isFinite(wait) ? wait : null;
  return new ApiError(KINDS[status] ?? "status", path, status, retryAfter, detail);
}

function isProblem(body: unknown): body is { detail: string } {
  return (
    typeof body === "object" && body !== null && "detail" in body && typeof body.detail === "string"
  );
}

export async function readJson(response: Response, path: string): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ApiError("malformed", path, response.status);
  }
}
