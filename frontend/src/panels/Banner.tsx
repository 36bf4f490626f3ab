// Says what the reader must know before trusting the map.
import { useWords } from "../i18n/context";
import { formatTime } from "../i18n/format";
import { noticeOf } from "../live/feed";
import { NO_FILTERS } from "../live/filters";
import { change, showLive } from "../live/store";
import { useLive, useServices } from "./context";
import { useNow } from "./useNow";

export function Banner() {
  const { t, format } = useWords();
  const { store } = useServices();
  const state = useLive((live) => live);
  const notice = noticeOf(state, useNow(), t, format.duration);
  if (state.sky?.isPast && !state.trouble) {
    const { snapshotTime } = state.sky;
    return (
      <div className="banner is-past" data-testid="banner" role="status">
        <strong>{t("pastShown", { time: formatTime(snapshotTime ?? 0) })}</strong>
        <span aria-live="off">{t("pastDetail")}</span>
        <button type="button" onClick={() => showLive(store)}>
          {t("backToLive")}
        </button>
      </div>
    );
  }
  if (!notice) return null;
  return (
    <div
      className={`banner is-${notice.tone}`}
      data-testid="banner"
      role={notice.tone === "alarm" ? "alert" : "status"}
    >
      <strong>{notice.title}</strong>
      {/* The seconds count on; read out again each second they would drown everything else. */}
      <span aria-live="off">{notice.detail}</span>
      {state.trouble?.error.kind === "unavailable" && (
        <button type="button" onClick={() => change(store, { panel: "pipeline" })}>
          {t("pipeline")}
        </button>
      )}
      {notice.action === "clear" && (
        <button
          type="button"
          onClick={() => change(store, { filters: NO_FILTERS, isolate: false })}
        >
          {t("clearFilters")}
        </button>
      )}
    </div>
  );
}
