import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

const overscan = 6;

interface Props<T> {
  items: readonly T[];
  rowHeight: number;
  keyOf: (item: T) => string;
  row: (item: T, index: number) => JSX.Element;
  label: string;
}

/** A list of any length that draws only what is seen. All rows have the same height. */
export function VirtualList<T>({ items, rowHeight, keyOf, row, label }: Props<T>): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const from = useSignal(0);
  const count = useSignal(20);
  const measure = () => {
    const node = list.current;
    if (!node) return;
    const first = Math.max(0, Math.floor(node.scrollTop / rowHeight) - overscan);
    // In steps, so that a small scroll draws nothing.
    from.value = first - (first % 4);
    count.value = Math.ceil(node.clientHeight / rowHeight) + 2 * overscan + 4;
  };
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(list.current!);
    measure();
    return () => observer.disconnect();
  }, [rowHeight]);
  const start = Math.min(from.value, Math.max(0, items.length - count.value));
  return (
    <div class="virtual" style={{ maxHeight: `${items.length * rowHeight + 2}px` }} ref={list} onScroll={measure} tabIndex={0} role="region" aria-label={label}>
      <ul style={{ height: `${items.length * rowHeight}px` }}>
        {items.slice(start, start + count.value).map((item, index) => (
          <li key={keyOf(item)} style={{ top: `${(start + index) * rowHeight}px`, height: `${rowHeight}px` }} aria-setsize={items.length} aria-posinset={start + index + 1}>
            {row(item, start + index)}
          </li>
        ))}
      </ul>
    </div>
  );
}
