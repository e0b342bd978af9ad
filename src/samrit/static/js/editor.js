/* Rich text over the plain fields of a page; without scripts the fields themselves are edited. */
"use strict";
{
  const tool = (id, words) => {
    const [bold, italic, link, heading, quote, list, numbers, undo, redo, put, off] = words;
    const button = (name, word, extra) => `<button type="button" class="trix-button" data-trix-${extra}="${name}">${word}</button>`;
    return `<div class="trix-button-row"><span class="trix-button-group">${button("bold", bold, "attribute")}${button("italic", italic, "attribute")}${button("href", link, "attribute").replace("data-trix-attribute", 'data-trix-action="link" data-trix-attribute')}</span>
<span class="trix-button-group">${button("heading1", heading, "attribute")}${button("quote", quote, "attribute")}${button("bullet", list, "attribute")}${button("number", numbers, "attribute")}</span>
<span class="trix-button-group">${button("undo", undo, "action")}${button("redo", redo, "action")}</span></div>
<div class="trix-dialogs" data-trix-dialogs><div class="trix-dialog trix-dialog--link" data-trix-dialog="href" data-trix-dialog-attribute="href"><div class="trix-dialog__link-fields"><input type="url" name="href" class="trix-input trix-input--dialog" placeholder="https://" aria-label="${link}" data-trix-validate-href data-trix-input><span class="trix-button-group"><input type="button" class="trix-button trix-button--dialog" value="${put}" data-trix-method="setAttribute"><input type="button" class="trix-button trix-button--dialog" value="${off}" data-trix-method="removeAttribute"></span></div></div></div>`;
  };
  document.addEventListener("trix-file-accept", (event) => event.preventDefault());
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.Trix) return;
    window.Trix.config.blockAttributes.heading1.tagName = "h2";
    window.Trix.config.blockAttributes.default.tagName = "p";
    window.Trix.config.blockAttributes.default.breakOnReturn = true;
    for (const area of document.querySelectorAll("textarea[data-rich]")) {
      const words = area.closest("[data-words]").dataset.words.split("|");
      const bar = document.createElement("trix-toolbar");
      bar.id = `${area.id}_bar`;
      bar.innerHTML = tool(area.id, words);
      const editor = document.createElement("trix-editor");
      editor.setAttribute("input", area.id);
      editor.setAttribute("toolbar", bar.id);
      editor.setAttribute("lang", area.lang);
      editor.setAttribute("aria-label", document.querySelector(`label[for="${area.id}"]`).textContent.trim());
      area.hidden = true;
      area.after(bar, editor);
    }
  });
}
