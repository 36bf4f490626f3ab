// Names of airlines by designator; until they are loaded, and without a network, there are none.
import { useEffect, useState } from "react";
import { airlineNames } from "../live/airline";

export function useAirlines(isWanted = true): Readonly<Record<string, string>> {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    if (isWanted) airlineNames().then(setNames, () => {});
  }, [isWanted]);
  return names;
}
