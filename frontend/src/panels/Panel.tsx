// The frame of a view beside the map: its heading, and the way out.
import { useEffect, useRef, type ReactNode } from "react";
import { useWords } from "../i18n/context";
import { change } from "../live/store";
import { useServices } from "./context";
import { Icon } from "./icons";
import { useReturnedFocus } from "./useReturnedFocus";

interface Props {
  title: string;
  name: string;
  children: ReactNode;
  isWide?: boolean;
}

export function Panel({ title, name, children, isWide = false }: Props) {
  const { t } = useWords();
  const { store } = useServices();
  const frame = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // Who opened it by keyboard is in it; who closes it is back at the map's menu.
  useEffect(() => heading.current?.focus(), []);
  // On a phone the menu keeps some of its items behind "more".
  useReturnedFocus(frame, `#open-${name}, .rail .more`);
  return (
    <section
      ref={frame}
      className={`panel ${isWide ? "is-wide" : ""}`}
      aria-label={title}
      data-testid={`panel-${name}`}
    >
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button
          type="button"
          className="plain"
          aria-label={`${t("close")}: ${title}`}
          onClick={() => change(store, { panel: null })}
        >
          <Icon name="close" />
        </button>
      </header>
      {/* What scrolls is reached by keyboard, too. */}
      <div className="panel-body" tabIndex={0}>
        {children}
      </div>
    </section>
  );
}
