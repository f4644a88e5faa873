"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const MOST = 12;
  let subjects = [];

  function scannable(can) {
    $("qr").hidden = $("how").hidden = !can;
    $("none").hidden = can;
  }

  function show(subject) {
    $("name").textContent = subject.name;
    scannable(true);
    $("qr").src = `/counter/qr.svg?open=${encodeURIComponent(subject.payload)}`;
    $("papers").replaceChildren(...subject.papers.map((paper) => {
      const item = document.createElement("li");
      item.textContent = paper.case ? `${paper.name} (${paper.case})` : paper.name;
      return item;
    }));
    $("shown").hidden = false;
  }

  function list() {
    const words = fold($("find").value).split(/\s+/).filter(Boolean);
    // Shorter names first where the name itself has the words; then those known by an alias.
    const named = (subject) => (fold(subject.name).includes(words.join(" ")) ? subject.name.length : 1000);
    const found = subjects
      .filter((subject) => words.every((word) => subject.words.includes(word)))
      .sort((a, b) => named(a) - named(b));
    $("list").replaceChildren(...found.slice(0, MOST).map((subject) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = subject.name;
      button.addEventListener("click", () => show(subject));
      item.append(button);
      return item;
    }));
    if (words.length && found.length === 1) show(found[0]);
  }

  $("qr").addEventListener("error", () => scannable(false));
  $("find").addEventListener("input", list);
  $("print").addEventListener("click", () => print());
  fetch("/counter/subjects.json").then((answer) => answer.json()).then((all) => { subjects = all; list(); });
})();
