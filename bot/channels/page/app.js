"use strict";
// The chat page: sends what is typed or pressed, shows what comes back, and keeps trying while
// the server restarts. The conversation lives on the server; the page keeps its own transcript.
(() => {
  const $ = (id) => document.getElementById(id);
  const log = $("log"), input = $("input"), root = document.documentElement;
  const IDLE_MS = 120000, RETRY_MS = [500, 1000, 2000, 4000];
  const NOTICE = "Chào anh/chị. Gõ như nói, không cần dấu.\nTrợ lý giữ nội dung trò chuyện để trả lời tiếp, tự xóa sau 30 ngày; số căn cước, điện thoại, tài khoản được che đi. Đừng gửi mật khẩu hay mã OTP.";
  let sender = null, transcript = [], queue = Promise.resolve(), idle = null, lead = null;

  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  const keep = () => { try { sessionStorage.setItem("motcua", JSON.stringify({ sender, transcript: transcript.slice(-60) })); } catch { /* private mode */ } };

  function written(text) {
    // Only **bold**, the small source line and addresses on .gov.vn are marked up; all else is text.
    const nodes = document.createDocumentFragment();
    const marks = /\*\*(.+?)\*\*|(?:^|\n)_([^\n]+)_(?=\n|$)|((?:https:\/\/)?(?:[\w-]+\.)+gov\.vn(?:\/[^\s)]*)?)/g;
    let at = 0;
    for (const m of text.matchAll(marks)) {
      nodes.append(text.slice(at, m.index));
      at = m.index + m[0].length;
      const [, bold, source, address] = m;
      const tag = document.createElement(bold ? "strong" : source ? "small" : "a");
      tag.textContent = bold || source || address;
      if (source) tag.className = "source";
      if (address) { tag.href = address.startsWith("https://") ? address : "https://" + address; tag.rel = "noopener noreferrer"; tag.target = "_blank"; }
      nodes.append(tag);
    }
    nodes.append(text.slice(at));
    return nodes;
  }

  function show(entry, live = true) {
    const box = document.createElement("div");
    box.className = entry.own ? "message own" : "message";
    if (entry.own) { box.textContent = entry.text; } else { box.append(written(entry.text || "")); }
    if (entry.image) { const img = document.createElement("img"); img.src = entry.image; img.alt = entry.text || "Hình kèm theo"; box.append(img); }
    log.append(box);
    if (!entry.own && live) { lead = lead || box; } else { lead = null; }
    if (entry.buttons && entry.buttons.length) {
      const row = document.createElement("div");
      row.className = "choices";
      for (const { title, payload } of entry.buttons) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = title;
        button.addEventListener("click", () => say(title, payload));
        row.append(button);
      }
      log.append(row);
    }
    // A long answer is read from its first line: never scroll that out of sight.
    const top = lead ? lead.offsetTop - log.offsetTop - 8 : Infinity;
    log.scrollTop = Math.min(top, log.scrollHeight);
    if (live) { transcript.push(entry); keep(); }
  }

  function start() {
    sender = fresh();
    transcript = [];
    log.replaceChildren();
    show({ text: NOTICE, buttons: [{ title: "Trợ lý làm được gì", payload: "m_help" }] });
    input.value = "";
    input.focus();
  }

  async function send(message, to) {
    for (let attempt = 0; ; attempt++) {
      if (to !== sender) return null;
      try {
        const response = await fetch("/webhooks/web/messages", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(message) });
        if (response.status < 500) { $("offline").hidden = true; return await response.json(); }
      } catch { /* the server is away: try again */ }
      $("offline").hidden = false;
      await new Promise((done) => setTimeout(done, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
    }
  }

  function say(shown, payload) {
    const to = sender;
    show({ own: true, text: shown });
    const message = { sender: to, id: fresh(), ...(payload ? { payload } : { text: shown }) };
    queue = queue.then(async () => {
      $("typing").hidden = false;
      const answer = await send(message, to);
      $("typing").hidden = true;
      if (!answer || to !== sender) return;
      if (answer.error) { show({ text: answer.error }); return; }
      for (const entry of answer.messages) show(entry);
    });
  }

  function leave() {
    const old = sender;
    start();
    fetch("/webhooks/web/forget", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ sender: old }) }).catch(() => {});
  }

  function toggle(id, apply) {
    const button = $(id);
    const set = (value) => { button.setAttribute("aria-pressed", value); apply(value); try { localStorage.setItem(id, value ? "1" : ""); } catch { /* private mode */ } };
    button.addEventListener("click", () => set(button.getAttribute("aria-pressed") !== "true"));
    let stored = "";
    try { stored = localStorage.getItem(id) || ""; } catch { /* private mode */ }
    set(Boolean(stored));
  }

  const shared = () => $("shared").getAttribute("aria-pressed") === "true";
  function busy() {
    clearTimeout(idle);
    idle = setTimeout(() => { if (shared() && transcript.length > 1) leave(); }, IDLE_MS);
  }

  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    say(text);
  });
  $("next").addEventListener("click", leave);
  toggle("large", (on) => root.classList.toggle("large", on));
  toggle("contrast", (on) => root.classList.toggle("contrast", on));
  toggle("shared", () => {});
  for (const event of ["pointerdown", "keydown", "scroll"]) addEventListener(event, busy, true);
  busy();

  $("qr").addEventListener("load", () => { $("phone").hidden = false; });
  $("qr").src = "/page/qr.svg";
  let saved = null;
  try { saved = JSON.parse(sessionStorage.getItem("motcua")); } catch { /* none */ }
  const open = new URLSearchParams(location.search).get("open");
  if (open && /^[A-Za-z0-9_.-]{1,64}$/.test(open)) {
    history.replaceState(null, "", location.pathname);
    start();
    say("Bắt đầu", open);
  } else if (saved && saved.sender) {
    ({ sender, transcript } = saved);
    for (const entry of transcript) show(entry, false);
  } else { start(); }
})();
