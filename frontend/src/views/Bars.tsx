// Counts as horizontal bars: a list that is read as one, too.
import { useWords } from "../i18n/context";

export interface Bar {
  key: string;
  name: string;
  count: number;
}

interface Props {
  title: string;
  bars: readonly Bar[];
  onChoose?(key: string): void;
}

export function Bars({ title, bars, onChoose }: Props) {
  const { format } = useWords();
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <section>
      <h3>{title}</h3>
      <ul className="bars">
        {bars.map(({ key, name, count }) => (
          <li key={key}>
            {onChoose ? (
              <button type="button" className="plain name" onClick={() => onChoose(key)}>
                {name}
              </button>
            ) : (
              <span className="name">{name}</span>
            )}
            <i style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
            <span className="count">{format.number(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
