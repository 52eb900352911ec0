// Keys for the console. Without this file every button still works with the mouse and the tab key.
"use strict";
(() => {
  const opinion = document.getElementById("opinion");
  const click = (selector) => { const el = document.querySelector(selector); if (el) el.click(); return !!el; };
  const chips = [...document.querySelectorAll(".chip")];

  // A template is added where the officer writes, without a trip to the server.
  for (const chip of chips) {
    chip.addEventListener("click", (e) => {
      e.preventDefault();
      opinion.value = (opinion.value.trim() + "\n" + chip.dataset.text).trim();
      opinion.focus();
    });
  }

  const step = (selector, by) => {
    const all = [...document.querySelectorAll(selector)];
    const next = all[all.findIndex((a) => a.classList.contains("active")) + by];
    if (next) location.replace(next.href);
    return !!next;
  };

  const keys = (e) => {
    if (e.altKey && !e.ctrlKey && /^[1-3]$/.test(e.key)) return click(`[data-alt="${e.key}"]`);
    if (e.ctrlKey && e.key.toLowerCase() === "m" && chips.length) { chips[0].focus(); return true; }
    if (e.target.matches("input, textarea") || e.altKey || e.ctrlKey || e.metaKey) return false;
    switch (e.key) {
      case "/": document.querySelector(".search input").focus(); return true;
      case "ArrowDown": return step(".materials a", 1);
      case "ArrowUp": return step(".materials a", -1);
      case "ArrowLeft": return click(".turn .prev");
      case "ArrowRight": return click(".turn .next");
      case "Enter": return e.target.matches("a, button") ? false : click("#page");
    }
    return false;
  };
  document.addEventListener("keydown", (e) => { if (keys(e)) e.preventDefault(); });

  // Pressing twice is one act at the platform; here it is also one look.
  const form = document.querySelector(".opinion");
  if (form) form.addEventListener("submit", () => setTimeout(() => form.querySelectorAll(".btn").forEach((b) => { b.disabled = true; })));
})();
