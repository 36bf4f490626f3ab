import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { useStore } from "zustand";
import { createApiClient } from "./api/client";
import { App, type Frame } from "./App";
import { LanguageProvider } from "./i18n/context";
import { preferredLanguage } from "./i18n/languages";
import { parseAddress } from "./live/address";
import { recall, syncAddress } from "./live/addressSync";
import { createAlertStore, watchSky } from "./live/alertStore";
import { browserPage, startPolling } from "./live/poll";
import type { SkyClient } from "./live/skyClient";
import { createLiveStore, replaceSky } from "./live/store";
import { choosePalette } from "./map/palette";
import { ServicesContext, type Services } from "./panels/context";
import { keepAwake } from "./panels/keepAwake";
import { notify } from "./panels/notify";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/map.css";
import "./styles/rail.css";
import "./styles/panel.css";
import "./styles/top.css";
import "./styles/status.css";
import "./styles/details.css";
import "./styles/views.css";
import "./styles/layout.css";
import "./styles/phone.css";

const query = new URLSearchParams(window.location.search);
const frame: Frame = {
  isEmbedded: query.get("embed") === "1",
  isKiosk: query.get("kiosk") === "1",
};
const address = parseAddress(window.location.hash);
const store = createLiveStore(address.icao24, {
  language: preferredLanguage(navigator.languages),
  ...recall(),
  ...address.settings,
});
const services: Services = { store, client: createApiClient() };
const alerts = createAlertStore();
watchSky(store, alerts, notify);
syncAddress(store);
if (frame.isKiosk) keepAwake();

function Page() {
  const { language, units, theme } = useStore(store, (state) => state.settings);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    choosePalette(theme);
  }, [theme]);
  return (
    <ServicesContext value={services}>
      <LanguageProvider language={language} units={units}>
        <App alerts={alerts} frame={frame} />
      </LanguageProvider>
    </ServicesContext>
  );
}

export function openPage(skies: SkyClient): void {
  skies.onLast((sky) => replaceSky(store, sky, performance.now()));
  const { fetchHealth } = services.client;
  startPolling(store, { fetchHealth, fetchSky: skies.fetchSky }, browserPage);
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<Page />);
  if (import.meta.env.PROD) void import("./offline").then(({ keepOffline }) => keepOffline());
}
