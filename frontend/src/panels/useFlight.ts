// Keeps what the API knows about the selected aircraft: asked when it is selected, and when the sky
// is new.
import { useEffect } from "react";
import { addressOf, codeOf } from "../live/aircraft";
import { useLive, useServices } from "./context";

export function useFlight(): void {
  const { store, client } = useServices();
  const selected = useLive((state) => state.selected);
  const sky = useLive((state) => state.live);
  const hours = useLive((state) => state.settings.trackHours);
  useEffect(() => {
    // A click asks, and so does each new sky: never twice for the same one.
    if (selected === null) return;
    const icao24 = addressOf(codeOf(selected));
    const path = `/flights/${encodeURIComponent(icao24)}`;
    const isWanted = () => store.getState().selected === selected;
    client.ask("/flights/{icao24}", path).then(
      (flight) => isWanted() && store.setState({ flight }),
      () => {}, // gone, or away: what is known stays, and the status says why
    );
    const since = hours > 1 && sky?.snapshotTime ? sky.snapshotTime - hours * 3_600 : null;
    const track = `${path}/track${since === null ? "" : `?since=${since}`}`;
    client.ask("/flights/{icao24}/track", track).then(
      ({ points }) => isWanted() && store.setState({ track: points }),
      () => {},
    );
  }, [store, client, selected, sky, hours]);
}
