// Who comes from the source that is filtered by: the sky's own answer does not say.
import { useEffect } from "react";
import { codeOf } from "../live/aircraft";
import { setOfSource } from "../live/store";
import { useLive, useServices } from "./context";

export function useSource(): void {
  const { store, client } = useServices();
  const source = useLive((state) => state.settings.filters.source);
  const sky = useLive((state) => state.live);
  useEffect(() => {
    if (source === null) return setOfSource(store, null);
    let isCurrent = true;
    client.askAddresses(`source=${encodeURIComponent(source)}`).then(
      (found) => isCurrent && setOfSource(store, new Set(found.map(codeOf))),
      () => {}, // away: the status says why, and what was known stays
    );
    return () => {
      isCurrent = false;
    };
  }, [store, client, source, sky]);
}
