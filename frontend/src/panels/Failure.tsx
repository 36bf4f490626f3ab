import type { ApiError } from "../api/http";
import { useWords } from "../i18n/context";

/** A plain sentence in place of what could not be loaded. */
export function Failure({ error }: { error: ApiError }) {
  const { t } = useWords();
  return (
    <p className="failure" role="status">
      {t("failed", { reason: error.detail ?? reasonOf(error) })}
    </p>
  );
}

const reasonOf = ({ kind, status }: ApiError) => (status === null ? kind : `${kind}, ${status}`);
