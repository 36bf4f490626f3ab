// The menu of the views: one is open at a time, or none.
import { useState } from "react";
import { useWords } from "../i18n/context";
import { PANELS, type Panel } from "../live/settings";
import { change } from "../live/store";
import { useLive, useServices } from "./context";
import { Icon } from "./icons";

/** A phone has room for these; the others are behind "more". */
const FIRST: readonly Panel[] = ["filters", "table", "airport", "fleet", "alerts"];

export function Rail({ unread }: { unread: number }) {
  const { t } = useWords();
  const { store } = useServices();
  const open = useLive((state) => state.settings.panel);
  const [isMore, setMore] = useState(false);

  function toggle(panel: Panel) {
    setMore(false);
    change(store, { panel: open === panel ? null : panel });
  }

  return (
    <nav className={`rail ${isMore ? "is-open" : ""}`} aria-label={t("menu")}>
      {PANELS.map((panel) => (
        <button
          key={panel}
          id={`open-${panel}`}
          type="button"
          className={FIRST.includes(panel) ? undefined : "is-rest"}
          aria-expanded={open === panel}
          data-testid={`open-${panel}`}
          onClick={() => toggle(panel)}
        >
          <Icon name={panel} />
          <span>{t(panel)}</span>
          {panel === "alerts" && unread > 0 && <b className="unread">{unread}</b>}
        </button>
      ))}
      <button
        type="button"
        className="more"
        aria-expanded={isMore}
        data-testid="open-more"
        onClick={() => setMore(!isMore)}
      >
        <Icon name="more" />
        <span>{t("more")}</span>
      </button>
    </nav>
  );
}
