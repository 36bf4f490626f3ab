// Names what is open in the title of the page: tabs and the browser's history show it.
import { useEffect } from "react";
import { useWords } from "../i18n/context";
import { nameOf } from "../live/store";
import { useLive } from "./context";

export function useTitle(): void {
  const { t } = useWords();
  const aircraft = useLive(nameOf);
  const panel = useLive((state) => state.settings.panel);
  const open = aircraft ?? (panel && t(panel));
  useEffect(() => {
    document.title = open ? `${open} – ${t("title")}` : t("title");
  }, [open, t]);
}
