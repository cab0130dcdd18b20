import { LitElement, html } from 'lit';
import { shared, icon } from './shared.js';

const KEPT = 'afterimage-theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** Dark or light: as the system has it until chosen here. */
class ThemeSwitch extends LitElement {
  static properties = { theme: { state: true } };

  constructor() {
    super();
    this.follow = () => this.apply(localStorage.getItem(KEPT) ?? (systemDark.matches ? 'dark' : 'light'));
    this.follow();
  }

  connectedCallback() {
    super.connectedCallback();
    systemDark.addEventListener('change', this.follow);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    systemDark.removeEventListener('change', this.follow);
  }

  apply(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
  }

  choose() {
    this.apply(this.theme === 'dark' ? 'light' : 'dark');
    localStorage.setItem(KEPT, this.theme);
  }

  render() {
    const other = this.theme === 'dark' ? 'light' : 'dark';
    return html`<button class="icon-button" @click=${this.choose} aria-label="Switch to ${other}" title="Switch to ${other}">
      ${icon(this.theme === 'dark' ? 'sun' : 'moon')}</button>`;
  }

  static styles = shared;
}
customElements.define('theme-switch', ThemeSwitch);
