// A view that cannot be loaded says so in its own place: the map goes on.
import { Component, type ReactNode } from "react";
import { useWords } from "../i18n/context";

interface Props {
  children: ReactNode;
  /** In place of the plain message. */
  fallback?: ReactNode;
}

export class ViewBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    const { children, fallback = <NotLoaded /> } = this.props;
    return this.state.hasFailed ? fallback : children;
  }
}

export function NotLoaded() {
  const { t } = useWords();
  return (
    <div className="failure not-loaded" role="alert">
      <p>{t("viewFailed")}</p>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        {t("reloadPage")}
      </button>
    </div>
  );
}
