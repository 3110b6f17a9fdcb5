/** Screens and dialogs place the focus themselves; only after that is it looked whether it is lost. */
const patienceMs = 100;

/**
 * Where what had the focus went away (a button of a notice that is done, "Cancel" of work that ended, a dialog), it goes
 * back to what opened the dialog, or else to the heading of the screen: from the body of the page a keyboard would begin at
 * the top again, and a screen reader would fall silent. Returns how to stop.
 */
export function keepFocus(): () => void {
  let last: Element | null = null;
  let opener: HTMLElement | null = null;
  let timer: number | undefined;
  const note = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    if (!isInDialog(target)) opener = null;
    else if (last instanceof HTMLElement && !isInDialog(last)) opener = last;
    last = target;
  };
  const look = () => {
    timer = undefined;
    if (!isFocusLost() || last === null || isUsable(last)) return;
    const home = opener && isUsable(opener) ? opener : document.querySelector<HTMLElement>('main h1');
    home?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(() => {
    if (timer === undefined && isFocusLost()) timer = window.setTimeout(look, patienceMs);
  });
  document.addEventListener('focusin', note);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', note);
    observer.disconnect();
    window.clearTimeout(timer);
  };
}

function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function isInDialog(element: Element): boolean {
  return element.closest('[role="dialog"], [role="alertdialog"]') !== null;
}

function isUsable(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled');
}
