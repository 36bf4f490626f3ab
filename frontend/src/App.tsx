// Layout only.
import type { LiveStore } from "./live/store";
import { Legend } from "./map/Legend";
import { MapView } from "./map/MapView";
import { AircraftPanel } from "./panels/AircraftPanel";
import { Banner } from "./panels/Banner";
import { EmergencyList } from "./panels/EmergencyList";
import { SearchBox } from "./panels/SearchBox";
import { StatusBar } from "./panels/StatusBar";

export function App({ store }: { store: LiveStore }) {
  return (
    <>
      <header className="top">
        <div className="finder card">
          <h1>Flight tracker</h1>
          <SearchBox store={store} />
        </div>
        <EmergencyList store={store} />
      </header>
      <main>
        <MapView store={store} />
      </main>
      <Banner store={store} />
      <AircraftPanel store={store} />
      <div className="bottom">
        <Legend />
        <StatusBar store={store} />
      </div>
    </>
  );
}
