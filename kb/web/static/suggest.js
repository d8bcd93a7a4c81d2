// Suggestions while typing in the search box. Everything works without this file.
"use strict";
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "options";
  list.id = input.id + "-options";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-autocomplete", "list");
  let found = [], at = -1, asked = 0, timer;

  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = (next) => {
    at = next;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const take = (n) => {
    const one = found[n];
    if (one.url) { location.href = one.url; } else { input.value = one.text; close(); input.form.requestSubmit(); }
  };
  const show = (rows) => {
    found = rows;
    list.replaceChildren(...rows.map((row, n) => {
      const item = document.createElement("li");
      item.id = list.id + "-" + n;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = row.text;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(n); });
      return item;
    }));
    list.hidden = rows.length === 0;
    at = -1;
    input.setAttribute("aria-expanded", String(rows.length > 0));
  };
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    const q = input.value.trim();
    if (event.isComposing || !q) { close(); return; }
    timer = setTimeout(async () => {
      const mine = ++asked;
      try {
        const answer = await fetch(input.dataset.suggest + "?q=" + encodeURIComponent(q));
        if (answer.ok && mine === asked) show(await answer.json());
      } catch { close(); }
    }, 120);
  });
  input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark((at + 1) % found.length); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark((at - 1 + found.length) % found.length); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(at); }
    else if (event.key === "Escape") close();
  });
  input.addEventListener("blur", close);
}
