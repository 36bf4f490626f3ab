// Opens and closes the bar that plays back the past.
import { useWords } from "../i18n/context";
import { showLive } from "../live/store";
import { isBarOpen, openPast } from "../live/playback";
import { useLive, useServices } from "./context";

export function TimeButton() {
  const { t } = useWords();
  const { store } = useServices();
  const isOpen = useLive(isBarOpen);
  const isPast = useLive((state) => state.sky?.isPast);
  return (
    <button
      type="button"
      className="button"
      data-testid="play-past"
      aria-pressed={isOpen}
      onClick={() => (isOpen ? showLive(store) : openPast(store))}
    >
      {isPast ? t("backToLive") : t("playPast")}
    </button>
  );
}
