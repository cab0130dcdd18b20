import { LitElement, html, css, nothing } from 'lit';
import { shared, icon } from './shared.js';
import { sentences } from '../data/words.js';

const SHOWN_MS = 12000;

/** What went wrong, and what to do about it. */
class ErrorToasts extends LitElement {
  static properties = { toasts: { state: true } };

  constructor() {
    super();
    this.toasts = [];
  }

  add(failure) {
    const toast = { message: failure.message, code: failure.code ?? 'PAGE', remedy: failure.remedy };
    this.toasts = [...this.toasts.slice(-2), toast];
    setTimeout(() => this.drop(toast), SHOWN_MS);
  }

  drop(toast) {
    this.toasts = this.toasts.filter(other => other !== toast);
  }

  render() {
    return html`<div role="alert" aria-live="assertive">${this.toasts.map(toast => html`
      <div class="toast">
        ${icon('warning')}
        <div><p>${sentences(toast.message)}</p>${toast.remedy
          ? html`<p class="remedy">${sentences(toast.remedy)}</p>` : nothing}<code>${toast.code}</code></div>
        <button class="icon-button" @click=${() => this.drop(toast)} aria-label="Dismiss">${icon('close')}</button>
      </div>`)}</div>`;
  }

  static styles = [shared, css`
    :host { position: fixed; z-index: 20; left: 50%; bottom: 24px; transform: translateX(-50%);
      width: min(480px, calc(100vw - 28px)); pointer-events: none; }
    .toast { pointer-events: auto; display: flex; gap: 12px; padding: 14px 8px 14px 16px; margin-top: 8px;
      border-radius: 14px; background: var(--raised); border: 1px solid var(--line-strong); box-shadow: var(--shadow);
      animation: rise .25s var(--ease); }
    .toast > svg { color: var(--danger); margin-top: 2px; }
    .toast > div { flex: 1; min-width: 0; overflow-wrap: anywhere; }
    p { margin: 0; font-weight: 550; font-size: 14px; }
    .remedy { font-weight: 400; color: var(--soft); }
    code { font: 11px var(--mono); color: var(--faint); }
    @keyframes rise { from { opacity: 0; transform: translateY(10px); } }
  `];
}
customElements.define('error-toasts', ErrorToasts);
