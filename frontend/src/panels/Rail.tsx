// The menu of the views: one is open at a time, or none.
import { useWords } from "../i18n/context";
import { PANELS, type Panel } from "../live/settings";
import { change } from "../live/store";
import { useLive, useServices } from "./context";
import { Icon } from "./icons";

export function Rail({ unread }: { unread: number }) {
  const { t } = useWords();
  const { store } = useServices();
  const open = useLive((state) => state.settings.panel);
  const toggle = (panel: Panel) => change(store, { panel: open === panel ? null : panel });
  return (
    <nav className="rail" aria-label={t("menu")}>
      {PANELS.map((panel) => (
        <button
          key={panel}
          type="button"
          aria-expanded={open === panel}
          data-testid={`open-${panel}`}
          onClick={() => toggle(panel)}
        >
          <Icon name={panel} />
          <span>{t(panel)}</span>
          {panel === "alerts" && unread > 0 && <b className="unread">{unread}</b>}
        </button>
      ))}
    </nav>
  );
}
