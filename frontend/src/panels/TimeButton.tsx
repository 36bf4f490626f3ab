// Opens and closes the bar that plays back the past.
import { useWords } from "../i18n/context";
import { showLive } from "../live/store";
import { openPast } from "../live/playback";
import { useLive, useServices } from "./context";

export function TimeButton() {
  const { t } = useWords();
  const { store, client } = useServices();
  const isPast = useLive((state) => state.settings.time !== null);
  return (
    <button
      type="button"
      className="button"
      data-testid="play-past"
      aria-pressed={isPast}
      onClick={() => (isPast ? showLive(store) : void openPast(store, client))}
    >
      {isPast ? t("backToLive") : t("playPast")}
    </button>
  );
}
