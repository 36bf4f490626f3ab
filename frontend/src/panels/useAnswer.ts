// Asks the API while a panel is open.
import { useEffect, useState } from "react";
import type { AskablePath } from "../api/client";
import { ApiError } from "../api/http";
import type { Answers } from "../api/types";
import { useServices } from "./context";

export interface Answer<T> {
  data: T | null;
  error: ApiError | null;
}

/**
 * The answer to `path`, which belongs to the endpoint `kind`; asked again when `path` or `again`
 * changes. Until another answer is there the last one stays. A `path` of null asks nothing.
 */
export function useAnswer<Kind extends AskablePath>(
  kind: Kind,
  path: string | null,
  again: unknown = null,
): Answer<Answers[Kind]> {
  const { client } = useServices();
  const [kept, setKept] = useState<{ path: string | null } & Answer<Answers[Kind]>>({
    path: null,
    data: null,
    error: null,
  });

  useEffect(() => {
    if (path === null) return;
    let isCurrent = true;
    client.ask(kind, path).then(
      (data) => isCurrent && setKept({ path, data, error: null }),
      (error: unknown) => {
        const failure = error instanceof ApiError ? error : new ApiError("malformed", path);
        if (isCurrent) setKept(({ data }) => ({ path, data, error: failure }));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, kind, path, again]);

  return kept.path === path ? kept : { data: null, error: null };
}
