// What can be done with the selected aircraft.
import { useState } from "react";
import { useWords } from "../i18n/context";
import { formatAddress } from "../live/address";
import { change, selectAndCentre } from "../live/store";
import { useLive, useServices } from "./context";

export function AircraftActions({ icao24, isHere }: { icao24: string; isHere: boolean }) {
  const { t } = useWords();
  const { store } = useServices();
  const follow = useLive((state) => state.settings.follow);
  const isolate = useLive((state) => state.settings.isolate);
  return (
    <div className="actions">
      {isHere && (
        <>
          <button type="button" className="button" onClick={() => selectAndCentre(store, icao24)}>
            {t("centre")}
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={follow}
            onClick={() => {
              if (!follow) selectAndCentre(store, icao24);
              change(store, { follow: !follow });
            }}
          >
            {t("follow")}
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={isolate}
            onClick={() => change(store, { isolate: !isolate })}
          >
            {t("isolate")}
          </button>
        </>
      )}
      <ShareButton />
    </div>
  );
}

const SHOWN_MS = 2_000;

function ShareButton() {
  const { t } = useWords();
  const { store } = useServices();
  const [link, setLink] = useState<string | null>(null);
  const [isCopied, setCopied] = useState(false);

  async function share() {
    const { selected, settings } = store.getState();
    const url = new URL(formatAddress(selected, settings), window.location.href).href;
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
      setTimeout(() => setCopied(false), SHOWN_MS);
    } catch {
      setLink(url); // the browser does not allow it here: the reader copies by hand
    }
  }

  return (
    <>
      <button type="button" className="button" onClick={() => void share()}>
        <span role="status">{t(isCopied ? "copied" : "share")}</span>
      </button>
      {link && <input className="link" readOnly value={link} aria-label={t("share")} />}
    </>
  );
}
