/** Work that goes on elsewhere: asked after now and then, only while somebody looks. */
import { useEffect, useRef } from "preact/hooks";

const SECONDS = [1, 2, 3, 5];

/** Call `again` until the work is done, less and less often. @param {boolean} going @param {() => void} again */
export function usePolling(going, again) {
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    if (!going) return undefined;
    let asked = 0;
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    const wait = () => {
      timer = setTimeout(ask, 1000 * SECONDS[Math.min(asked++, SECONDS.length - 1)]);
    };
    const ask = () => {
      if (document.visibilityState === "visible") latest.current();
      wait();
    };
    wait();
    return () => clearTimeout(timer);
  }, [going]);
}
