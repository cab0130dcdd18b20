/**
 * What the page shows, as its address has it: `#` are all cameras, `#street` is one, `#street/15-18` a moment of it, and
 * `?chat=ID` behind either a chat.
 */

const tenths = seconds => Math.round(seconds * 10) / 10;

/** @returns {{camera: string | null, moment: {start, end} | null, chat: string | null}} */
export function parse(hash) {
  const [path, query] = hash.replace(/^#/, '').split('?');
  const [name, times] = path.split('/').map(decoded);
  const [start, end] = (times ?? '').split('-').map(Number);
  return {
    camera: name || null,
    moment: name && times && start >= 0 && end >= start ? { start, end } : null,
    chat: new URLSearchParams(query).get('chat'),
  };
}

/** What cannot be decoded names nothing. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

export function format({ camera, moment, chat }) {
  const times = camera && moment ? `/${tenths(moment.start)}-${tenths(moment.end)}` : '';
  return `#${encodeURIComponent(camera ?? '')}${times}${chat ? `?chat=${encodeURIComponent(chat)}` : ''}`;
}

/** The address bar as a place to look up where the page is. Fires `change` when somebody goes back, forward, or edits it. */
export class Address extends EventTarget {
  constructor() {
    super();
    this.heard = () => {
      if (location.hash === this.hash) return;
      this.hash = location.hash;
      this.dispatchEvent(new CustomEvent('change'));
    };
    addEventListener('popstate', this.heard);
    this.hash = location.hash;
  }

  get route() {
    return parse(location.hash);
  }

  /** @param anew whether this is a step that one can go back from */
  show(route, anew) {
    const hash = format(route);
    if (hash === (location.hash || '#')) return;
    history[anew ? 'pushState' : 'replaceState'](null, '', hash);
    this.hash = location.hash;
  }

  close() {
    removeEventListener('popstate', this.heard);
  }
}
