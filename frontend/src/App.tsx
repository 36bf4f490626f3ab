// Layout only.
import { lazy, Suspense, useEffect } from "react";
import { useStore } from "zustand";
import { useWords } from "./i18n/context";
import type { AlertStore } from "./live/alertStore";
import { isBarOpen } from "./live/playback";
import type { Panel } from "./live/settings";
import { Legend } from "./map/Legend";
import { MapView } from "./map/MapView";
import { Scale } from "./map/Scale";
import { AircraftPanel } from "./panels/AircraftPanel";
import { Banner } from "./panels/Banner";
import { useLive, useServices } from "./panels/context";
import { EmergencyList } from "./panels/EmergencyList";
import { FilterChips } from "./panels/FilterChips";
import { openNotified } from "./panels/notify";
import { Rail } from "./panels/Rail";
import { SearchBox } from "./panels/SearchBox";
import { useShortcuts } from "./panels/shortcuts";
import { StatusBar } from "./panels/StatusBar";
import { Panel as PanelFrame } from "./panels/Panel";
import { useSource } from "./panels/useSource";
import { useTitle } from "./panels/useTitle";
import { NotLoaded, ViewBoundary } from "./panels/ViewBoundary";

// What is seldom open is loaded when it opens.
const TimeBar = lazy(() => import("./panels/TimeBar"));
const AlertsView = lazy(() => import("./views/AlertsView"));
const VIEWS = {
  filters: lazy(() => import("./views/FiltersView")),
  table: lazy(() => import("./views/TableView")),
  airport: lazy(() => import("./views/AirportView")),
  fleet: lazy(() => import("./views/FleetView")),
  statistics: lazy(() => import("./views/StatisticsView")),
  pipeline: lazy(() => import("./views/PipelineView")),
  settings: lazy(() => import("./views/SettingsView")),
  help: lazy(() => import("./views/HelpView")),
};

export interface Frame {
  /** A map in somebody else's page: nothing but the map and where it comes from. */
  isEmbedded: boolean;
  /** A map on a wall: nobody is there to press anything. */
  isKiosk: boolean;
}

export function App({ alerts, frame }: { alerts: AlertStore; frame: Frame }) {
  const { store } = useServices();
  const { t } = useWords();
  const panel = useLive((state) => state.settings.panel);
  const isPast = useLive((state) => state.sky?.isPast ?? false);
  const hasTimeBar = useLive(isBarOpen);
  useShortcuts();
  useEffect(() => openNotified(store), [store]);
  useSource();
  useTitle();
  const isBare = frame.isEmbedded || frame.isKiosk;
  const dock = isBare ? "is-bare" : dockOf(panel);
  return (
    <div className={`page ${dock} ${isPast ? "is-past" : ""} ${frame.isKiosk ? "is-kiosk" : ""}`}>
      {!isBare && <Views alerts={alerts} />}
      <main>
        <MapView store={store} alerts={alerts} t={t} />
      </main>
      <div className="stage">
        <div className="layout">
          {isBare ? <Banner /> : <Top />}
          {!frame.isKiosk && <AircraftPanel />}
          {!frame.isEmbedded && <Legend store={store} />}
          <Scale store={store} />
          {hasTimeBar && (
            <ViewBoundary fallback={<NoTimeBar />}>
              <Suspense>
                <TimeBar />
              </Suspense>
            </ViewBoundary>
          )}
          <StatusBar isBare={isBare} />
        </div>
      </div>
    </div>
  );
}

const NoTimeBar = () => (
  <div className="time-bar card">
    <NotLoaded />
  </div>
);

function dockOf(panel: Panel | null): string {
  if (panel === null) return "";
  return panel === "table" ? "has-wide-panel" : "has-panel";
}

function Top() {
  const { t } = useWords();
  return (
    <header className="top">
      <h1 className="hidden">{t("title")}</h1>
      <SearchBox />
      <Banner />
      <FilterChips />
      <EmergencyList />
    </header>
  );
}

/** The menu, and what it has opened. */
function Views({ alerts }: { alerts: AlertStore }) {
  const unread = useStore(alerts, (state) => state.unread);
  return (
    <>
      <Rail unread={unread} />
      <OpenView alerts={alerts} />
    </>
  );
}

function OpenView({ alerts }: { alerts: AlertStore }) {
  const panel = useLive((state) => state.settings.panel);
  const { t } = useWords();
  if (panel === null) return null;
  const failed = (
    <PanelFrame title={t(panel)} name={panel}>
      <NotLoaded />
    </PanelFrame>
  );
  // Another view is another chance.
  return (
    <ViewBoundary key={panel} fallback={failed}>
      <Suspense>
        <View panel={panel} alerts={alerts} />
      </Suspense>
    </ViewBoundary>
  );
}

function View({ panel, alerts }: { panel: Panel; alerts: AlertStore }) {
  if (panel === "alerts") return <AlertsView alerts={alerts} />;
  const Chosen = VIEWS[panel];
  return <Chosen />;
}
