import { createRoot } from "react-dom/client";
import { createApiClient } from "./api/client";
import { App } from "./App";
import { parseHash } from "./lib/hash";
import { browserPage, startPolling } from "./live/poll";
import { createLiveStore } from "./live/store";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/map.css";
import "./styles/top.css";
import "./styles/status.css";
import "./styles/details.css";
import "./styles/phone.css";

const store = createLiveStore(parseHash(window.location.hash).icao24);
startPolling(store, createApiClient(), browserPage);

const root = document.getElementById("root");
if (root) createRoot(root).render(<App store={store} />);
