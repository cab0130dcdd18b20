import { css, svg, html } from 'lit';

/** What every part looks like: buttons, focus, words for screen readers only. */
export const shared = css`
  :host { box-sizing: border-box; }
  :host([hidden]) { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  button, input, textarea, select { font: inherit; color: inherit; letter-spacing: inherit; }
  button { cursor: pointer; background: none; border: 0; padding: 0; }
  button:disabled { cursor: default; opacity: .5; }
  :focus { outline: none; }
  :focus-visible { outline: 2px solid var(--past); outline-offset: 2px; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: .5em; min-height: 38px; padding: 0 14px; border-radius: 999px;
    border: 1px solid var(--line-strong); background: var(--raised); font-weight: 550; font-size: 14px;
      transition: background .15s, border-color .15s;
  }
  .button:hover:not(:disabled) { background: var(--hover); }
  .button.primary { background: var(--past); border-color: transparent; color: var(--on-past); }
  .button.primary:hover:not(:disabled) { filter: brightness(1.08); }
  .button.danger { color: var(--danger); border-color: currentColor; background: none; }
  .icon-button { display: grid; place-items: center; width: 38px; height: 38px; border-radius: 999px; color: var(--soft);
    transition: background .15s, color .15s; }
  .icon-button:hover { background: var(--hover); color: var(--ink); }
  svg.icon { width: 18px; height: 18px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round;
    stroke-linejoin: round; flex: none; }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
`;

/** A tiny copy of a picture behind it. Enlarging eight pixels blurs at no cost; a filter costs time in every frame without a GPU. */
export const ambient = css`
  .ambient { position: absolute; inset: -8%; width: 116%; height: 116%; opacity: .42; }
`;

const shapes = {
  plus: svg`<path d="M9 3v12M3 9h12"/>`,
  sun: svg`<circle cx="9" cy="9" r="3.2"/><path
      d="M9 1.5v1.7M9 14.8v1.7M1.5 9h1.7M14.8 9h1.7M3.7 3.7l1.2 1.2M13.1 13.1l1.2 1.2M3.7 14.3l1.2-1.2M13.1 4.9l1.2-1.2"/>`,
  moon: svg`<path d="M15 10.6A6.5 6.5 0 0 1 7.4 3a6.5 6.5 0 1 0 7.6 7.6z"/>`,
  send: svg`<path d="M9 15V3M4 8l5-5 5 5"/>`,
  stop: svg`<rect x="4.5" y="4.5" width="9" height="9" rx="1.5"/>`,
  play: svg`<path d="M5.5 3.5v11l9-5.5z" fill="currentColor"/>`,
  pause: svg`<path d="M6 4v10M12 4v10"/>`,
  back: svg`<path d="M11 4 6 9l5 5"/>`,
  forward: svg`<path d="m7 4 5 5-5 5"/>`,
  leave: svg`<path d="M7 3H4v12h3M8 9h7M12 6l3 3-3 3"/>`,
  close: svg`<path d="m4 4 10 10M14 4 4 14"/>`,
  unseen: svg`<path d="M2 2l14 14M7.2 4.3A7.6 7.6 0 0 1 9 4c4 0 6.5 3.4 7.2 5a9.6 9.6 0 0 1-1.9 2.7M4.3
    5.6A9.7 9.7 0 0 0 1.8 9C2.5 10.6 5 14 9 14a7 7 0 0 0 3-.7M7.6 7.6a2 2 0 0 0 2.8 2.8"/>`,
  warning: svg`<path d="M9 2.5 16.5 15.5h-15zM9 7.5v3.5M9 13.2v.1"/>`,
  details: svg`<circle cx="9" cy="9" r="7"/><path d="M9 8.3v4M9 5.6v.1"/>`,
  grid: svg`<rect x="2.5" y="2.5" width="5" height="5" rx="1"/><rect x="10.5" y="2.5" width="5" height="5" rx="1"/><rect
      x="2.5" y="10.5" width="5" height="5" rx="1"/><rect x="10.5" y="10.5" width="5" height="5" rx="1"/>`,
  sound: svg`<path d="M3 7v4h2.5L9 14V4L5.5 7zM11.5 6.5a3.5 3.5 0 0 1 0 5M13.5 4.5a6.5 6.5 0 0 1 0 9"/>`,
  mute: svg`<path d="M3 7v4h2.5L9 14V4L5.5 7zM12 7l4 4M16 7l-4 4"/>`,
  camera: svg`<rect x="1.5" y="4.5" width="10.5" height="9" rx="2"/><path d="m12 8 4.5-2.5v7L12 10"/>`,
};

export const icon = name => html`<svg class="icon" viewBox="0 0 18 18" aria-hidden="true">${shapes[name]}</svg>`;

/** Tells whoever is above. */
export function tell(part, name, detail) {
  part.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
