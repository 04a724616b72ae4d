/* The call pad's page. Plain ES5 and XMLHttpRequest: a teller's PC may have Chrome 49 or Internet Explorer 11. */
(function () {
  "use strict";

  var POLL_S = 8;              // the console answers as soon as something changes, at the latest after this; a pulled
                               // cable is noticed no sooner than an answer is overdue
  var RETRY_MS = [300, 700, 1500, 3000];
  var SEND_MS = [0, 600, 1200, 2500, 4000]; // pauses before each try of one click; the console knows it is the same one
  var NEXT_REST_MS = 1200;     // a second press on "next" this soon is a slip of the finger

  var words = null, lang = "zh", chosenLang = load("language"), theme = load("theme");
  var state = null, pad = false, wasPaired = false, branch = null, appVersion = "";
  var offsetMs = 0;            // the console's clock minus ours
  var offlineSince = 0, failures = 0, timeouts = 0, pollTimer = 0, polling = null, pollBegan = 0;
  var pending = null, failed = null, panel = null, restUntil = 0;
  var keys = {};               // verb -> button

  // ------------------------------------------------------------------------------------------------------ small things
  function el(id) { return document.getElementById(id); }
  function load(name) { try { return window.localStorage.getItem("callpad." + name); } catch (e) { return null; } }
  function save(name, value) { try { window.localStorage.setItem("callpad." + name, value); } catch (e) { /* private */ } }
  function ticks() { return window.performance && performance.now ? performance.now() : new Date().getTime(); }
  function hallNow() { return ticks() + offsetMs; }

  function make(tag, cls, text) {
    var node = document.createElement(tag);
    if (cls) { node.className = cls; }
    if (text !== undefined && text !== null) { node.appendChild(document.createTextNode(text)); }
    if (tag === "button") { node.type = "button"; }
    return node;
  }
  function icon(name) {
    var space = "http://www.w3.org/2000/svg";
    var svg = document.createElementNS(space, "svg"), use = document.createElementNS(space, "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", "#i-" + name);
    svg.appendChild(use);
    return svg;
  }
  function empty(node) { while (node.firstChild) { node.removeChild(node.firstChild); } }
  function put(node, text) { if (node.textContent !== text) { node.textContent = text; } }
  function show(node, shown) { node.hidden = !shown; }
  function each(list, act) { for (var i = 0; i < list.length; i += 1) { act(list[i], i); } }
  function two(n) { return (n < 10 ? "0" : "") + n; }

  function w(name, places) {
    var table = words[lang], sector = branch && branch.sector === "telecom";
    var text = sector && table[name + "_telecom"] || table[name];
    if (text === undefined) { return name; }
    return text.replace(/\{(\w+)\}/g, function (whole, key) {
      return places && places[key] !== undefined && places[key] !== null ? String(places[key]) : whole;
    });
  }
  function ours(pair) { return pair ? pair[lang] || pair.zh || pair.en || "" : ""; }
  function why(code) { return code ? words[lang]["reason_" + code] || code : ""; } // the floor's codes, or words as they are
  function span(ms) { // m:ss, or h:mm:ss
    var s = Math.max(0, Math.floor(ms / 1000)), h = Math.floor(s / 3600), m = Math.floor(s % 3600 / 60);
    return (h ? h + ":" + two(m) : m) + ":" + two(s % 60);
  }
  function clock(ms) {
    var at = new Date(ms + (state ? state.zone_s : 0) * 1000);
    return two(at.getUTCHours()) + ":" + two(at.getUTCMinutes());
  }
  function newId() {
    var signs = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789", id = "", i, box, maker;
    maker = window.crypto || window.msCrypto;
    box = window.Uint8Array ? new Uint8Array(22) : [];
    if (maker && maker.getRandomValues) { maker.getRandomValues(box); }
    for (i = 0; i < 22; i += 1) { id += signs.charAt((box[i] || Math.floor(Math.random() * 256)) % signs.length); }
    return id;
  }

  // ------------------------------------------------------------------------------------------------------ the console
  function request(method, path, body, timeoutMs, done) {
    var xhr = new XMLHttpRequest(), over = false;
    function end(status) {
      var answer = null;
      if (over) { return; }
      over = true;
      if (status) { try { answer = JSON.parse(xhr.responseText); } catch (e) { answer = null; } }
      done(status, answer, xhr);
    }
    xhr.open(method, path, true);
    xhr.setRequestHeader("X-Call-Pad", "1");
    if (body) { xhr.setRequestHeader("Content-Type", "application/json"); }
    xhr.timeout = timeoutMs;
    xhr.onload = function () { end(xhr.status); };
    xhr.onerror = function () { end(0); };
    xhr.onabort = function () { over = true; };
    xhr.ontimeout = function () { timeouts += 1; end(0); };
    xhr.send(body ? JSON.stringify(body) : null);
    return xhr;
  }

  function poll() {
    var since = state ? state.v : "", quick = timeouts >= 2; // something between us cuts long answers: ask often instead
    window.clearTimeout(pollTimer);
    if (polling) { polling.abort(); }
    pollBegan = ticks();
    polling = request("GET", "/api/state?since=" + since + "&wait=" + (quick || !since || offlineSince ? 0 : POLL_S), null,
      quick ? 6000 : (POLL_S + 4) * 1000, function (status, answer) {
        var same = answer && answer.v === since;
        polling = null;
        if (status === 200 && answer) {
          if (!quick && ticks() - pollBegan > (POLL_S - 1) * 1000) { timeouts = 0; }
          online();
          take(answer);
          again(quick ? 2000 : same && ticks() - pollBegan < 1000 ? 1000 : 150);
        } else if (status === 401 && answer) {
          online();
          unpaired(answer);
        } else {
          lost();
          again(RETRY_MS[Math.min(failures - 1, RETRY_MS.length - 1)] * (0.8 + Math.random() * 0.4));
        }
      });
  }
  function again(ms) { window.clearTimeout(pollTimer); pollTimer = window.setTimeout(poll, ms); }
  function online() { failures = 0; if (offlineSince) { offlineSince = 0; draw(); } }
  if (window.addEventListener) { // the PC itself says that its cable is out, or in again
    window.addEventListener("offline", function () { if (words) { if (polling) { polling.abort(); polling = null; } lost(); again(1000); } });
    window.addEventListener("online", function () { if (words) { poll(); } });
  }
  function lost() { failures += 1; if (!offlineSince) { offlineSince = ticks(); } draw(); }

  function take(answer) {
    if (appVersion && answer.app !== appVersion && !pending) { window.location.reload(); return; }
    appVersion = answer.app || appVersion;
    offsetMs = answer.now - ticks();
    if (state && state.ticket && (!answer.ticket || answer.ticket.key !== state.ticket.key) && panel && panel.about) {
      closePanel(); // it asked about somebody who is gone
    }
    if (state && (state.ticket ? state.ticket.key : "") !== (answer.ticket ? answer.ticket.key : "")) { forgetFailure(); }
    state = answer;
    branch = answer.branch || branch;
    pad = true;
    wasPaired = true;
    if (!chosenLang) { lang = answer.lang || lang; }
    draw();
  }
  function unpaired(answer) {
    branch = answer.branch;
    if (!chosenLang) { lang = answer.lang || lang; }
    state = null;
    pad = false;
    closePanel();
    draw();
    put(el("pair_note"), wasPaired ? w("pair_again") : "");
    el("code").focus();
  }

  // ------------------------------------------------------------------------------------------------------ clicks
  // One click is one id, however often it has to be sent: the console does it once.
  function act(verb, extra) {
    var click, name;
    if (offlineSince || !state) { return; }
    if (pending) {
      // Saying why follows asking so closely that the first is often still on its way.
      if (verb === "help") { window.setTimeout(function () { act(verb, extra); }, 150); }
      return;
    }
    if (verb === "next" && state.ticket && ticks() < restUntil) { return; }
    click = { verb: verb, request_id: newId(), ticket: state.ticket ? state.ticket.key : "" };
    for (name in extra || {}) { if (extra.hasOwnProperty(name)) { click[name] = extra[name]; } }
    deliver(click);
  }
  function deliver(click) {
    pending = { click: click, tries: 0, since: ticks() };
    window.setTimeout(tick, 320);
    failed = null;
    note(null);
    draw();
    send(pending);
  }
  function send(job) {
    request("POST", "/api/act", job.click, 9000, function (status, answer, xhr) {
      var pause = 0;
      if (pending !== job) { return; }
      if (status === 200 && answer) {
        done(job, answer);
      } else if (status === 401 && answer) {
        pending = null;
        unpaired(answer);
      } else if (status === 409 && answer) {
        pending = null;
        if (answer.state) { take(answer.state); }
        if (answer.error === "refused") { note("watch", w("error_refused", { reason: ours(answer.message) })); }
        else { note("watch", w("error_" + (answer.error === "changed" && job.tries ? "again" : answer.error))); }
        draw();
      } else if (status && status < 500 && status !== 429) {
        pending = null;
        note("act", w("error_other", { error: answer && answer.error || status }));
        draw();
      } else {
        job.tries += 1;
        if (status === 429) { pause = 1000 * (parseInt(xhr.getResponseHeader("Retry-After"), 10) || 1); }
        if (job.tries < SEND_MS.length) {
          note("plain", status === 504 ? w("error_slow") : w("sending"));
          window.setTimeout(function () { if (pending === job) { send(job); } }, Math.max(pause, SEND_MS[job.tries]));
        } else if ((state && state.ticket ? state.ticket.key : "") !== job.click.ticket) {
          pending = null; // no answer came through, but the floor has moved on
          note("watch", w("error_again"));
          draw();
        } else {
          pending = null;
          failed = job.click;
          draw();
          note("act", w("error_lost", { what: label(job.click.verb) }), w("retry"), retry);
        }
      }
    });
  }
  function done(job, answer) {
    var verb = job.click.verb;
    pending = null;
    note(null);
    if (verb === "next") { restUntil = ticks() + (answer.nobody ? 0 : NEXT_REST_MS); }
    if (answer.state) { take(answer.state); }
    if (answer.nobody) { note("plain", w("nobody")); window.setTimeout(function () { note(null); }, 4000); }
    draw();
  }
  function retry() {
    var click = failed;
    if (click && !pending && !offlineSince) { deliver(click); }
  }
  function forgetFailure() { if (failed) { failed = null; note(null); } }

  function note(level, text, button, press) {
    var box = el("note"), b;
    empty(box);
    show(box, !!level);
    if (!level) { return; }
    box.className = "note " + level;
    box.appendChild(make("span", "text", text));
    if (level === "plain" && !button) { return; }
    if (button) {
      b = make("button", "", button);
      b.onclick = press;
      box.appendChild(b);
    }
    b = make("button", "", w("dismiss"));
    b.onclick = function () { failed = null; note(null); draw(); };
    box.appendChild(b);
  }

  // ------------------------------------------------------------------------------------------------------ keys
  var ROWS = [[["next", 32], ["start", 83]],
    [["recall", 82], ["finish", 70], ["no_show", 78], ["transfer", 84]],
    [["hold", 87], ["pause", 80], ["help", 72], ["close", 79]]];

  function label(verb) {
    if (verb === "next" && state && state.ticket) { return w("next_busy"); }
    return w(verb);
  }
  function primary() { // what the large key does now
    if (!state) { return "next"; }
    if (state.paused) { return state.ticket ? "finish" : "resume"; }
    return state.activity === "closed" ? "open" : "next";
  }
  function allowed(verb) { return !pending && fits(verb); }
  function fits(verb) { // whether it can be done as things stand
    var a;
    if (!state || !state.activity || offlineSince || state.live === false) { return false; }
    a = state.activity;
    switch (verb) {
      case "next": return !state.paused && (a === "idle" || a === "called" || a === "serving");
      case "start": case "recall": case "no_show": return a === "called";
      case "finish": case "transfer": case "hold": return !!state.ticket;
      case "pause": return a !== "closed" && !state.paused;
      case "resume": return state.paused;
      case "open": return a === "closed";
      case "close": return a !== "closed" && !state.ticket;
      default: return true;
    }
  }
  function press(verb) {
    if (!allowed(verb)) { return; }
    switch (verb) {
      case "transfer": transferPanel(); break;
      case "hold": holdPanel(); break;
      case "pause": pausePanel(); break;
      case "open": openPanel(); break;
      case "help": act("help"); helpPanel(); break;
      default: closePanel(); act(verb);
    }
  }
  function buildKeys() {
    var box = el("actions");
    each(ROWS, function (row) {
      var line = make("div", "keys");
      each(row, function (pair) {
        var verb = pair[0], b = make("button", "key");
        b.appendChild(icon(verb));
        b.appendChild(make("span", "label"));
        b.appendChild(make("span", "hint"));
        b.setAttribute("data-verb", verb);
        b.onclick = function () { press(b.getAttribute("data-now")); };
        keys[verb] = b;
        line.appendChild(b);
      });
      box.appendChild(line);
    });
  }
  function hintOf(code) { return code === 32 ? w("space") : String.fromCharCode(code); }
  function drawKeys() {
    each(ROWS, function (row) {
      each(row, function (pair) {
        var verb = pair[0], b = keys[verb], now = verb === "next" ? primary() : verb, cls = "key", text;
        if (verb === "close" && state && state.activity === "closed") { now = "open"; }
        if (verb === "pause" && state && state.paused) { now = "resume"; }
        text = label(now);
        if (now === "help" && state && state.asked) {
          text = w("help_asked", { time: span(hallNow() - state.asked) });
          cls += " asked";
        }
        if (verb === "next") { cls += " primary"; }
        if (verb === "start") { cls += " beside"; }
        if (pending && pending.click.verb === now) { cls += " busy"; }
        if (failed && failed.verb === now) { cls += " failed"; }
        if (b.className !== cls) { b.className = cls; }
        if (b.getAttribute("data-now") !== now) {
          b.setAttribute("data-now", now);
          b.replaceChild(icon(now), b.firstChild);
        }
        put(b.children[1], text);
        put(b.children[2], hintOf(pair[1]));
        b.setAttribute("aria-label", text);
        b.setAttribute("aria-busy", pending && pending.click.verb === now ? "true" : "false");
        // Most clicks are answered at once: greying all keys for a blink would only flicker.
        b.disabled = !(pending && ticks() - pending.since < 300 ? fits(now) : allowed(now));
      });
    });
  }
  function typing(node) { return node && (node.tagName === "INPUT" || node.tagName === "TEXTAREA" || node.tagName === "SELECT"); }

  document.onkeydown = function (event) {
    var code = event.keyCode, at = document.activeElement, n, verb = "";
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !pad || !words) { return true; }
    if (code === 27) { closePanel(); note(null); return false; }
    if (panel && !typing(at)) {
      n = code >= 96 && code <= 105 ? code - 96 : code - 48;
      if (n >= 1 && n <= 9 && panel.digits[n - 1]) { panel.digits[n - 1](); return false; }
    }
    if (panel && panel.enter && (code === 13 || code === panel.again && !typing(at))) {
      if (code === 13 && at && at.tagName === "BUTTON") { return true; }
      panel.enter();
      return false;
    }
    if (typing(at)) { return true; }
    // A key on a button that the keyboard has reached presses that button, as everywhere.
    if (code === 32 && at && at.tagName === "BUTTON") { return true; }
    each(ROWS, function (row) {
      each(row, function (pair) { if (pair[1] === code) { verb = keys[pair[0]].getAttribute("data-now"); } });
    });
    if (!verb) { return true; }
    press(verb);
    return false;
  };
  // The mouse leaves no focus behind, or the next press of the space bar would press the same button again.
  document.onmousedown = function (event) {
    var node = event.target;
    while (node && node !== document) {
      if (node.tagName === "BUTTON" && pad) { event.preventDefault(); return; }
      node = node.parentNode;
    }
  };

  // ------------------------------------------------------------------------------------------------------ panels
  function closePanel() {
    panel = null;
    show(el("panel"), false);
    show(el("actions"), true);
    empty(el("panel"));
  }
  function openPanelBox(title, about, build) {
    var box = el("panel"), head = make("div", "head"), b;
    closePanel();
    panel = { digits: [], enter: null, about: about, again: 0, title: title };
    head.appendChild(make("h2", "", title));
    b = make("button", "choice", w("cancel"));
    b.appendChild(make("span", "hint", "Esc"));
    b.onclick = closePanel;
    head.appendChild(b);
    box.appendChild(head);
    box.setAttribute("aria-label", title);
    build(box);
    show(box, true);
    show(el("actions"), false);
    if (document.activeElement && document.activeElement.tagName === "BUTTON") { document.activeElement.blur(); }
  }
  function group(box, title) {
    var line = make("div", "group"), inner = make("div", "choices");
    if (title) { line.appendChild(make("div", "label", title)); }
    line.appendChild(inner);
    box.appendChild(line);
    return inner;
  }
  function choice(inner, text, press, digit, before, aside) {
    var b = make("button", "choice");
    if (before) { b.appendChild(make("span", "prefix", before)); }
    b.appendChild(make("span", "", text));
    if (aside) { b.appendChild(make("span", "aside", aside)); }
    if (digit && panel.digits.length < 9) {
      panel.digits.push(press);
      b.appendChild(make("span", "hint", String(panel.digits.length)));
    }
    b.onclick = press;
    inner.appendChild(b);
    return b;
  }
  function finishPanel(verb, extra) { return function () { closePanel(); act(verb, extra); }; }

  function transferPanel() {
    openPanelBox(w("transfer_title", { number: state.ticket.number }), true, function (box) {
      var inner = group(box, w("to_service"));
      each(state.services, function (service) {
        if (service.id === state.ticket.service_id) { return; }
        choice(inner, ours(service), finishPanel("transfer", { service: service.id }), true, service.prefix);
      });
      inner = group(box, w("to_counter"));
      each(state.counters, function (other) {
        choice(inner, other.id, finishPanel("transfer", { counter: other.id }), true, "", w(other.activity));
      });
    });
  }
  function holdPanel() {
    openPanelBox(w("hold_title", { number: state.ticket.number }), true, function (box) {
      var inner = group(box, "");
      each(["form", "papers", "copy", "other"], function (reason) {
        choice(inner, w("reason_" + reason), finishPanel("hold", { reason: reason }), true);
      });
    });
  }
  function helpPanel() {
    var mine;
    openPanelBox(w("help_title"), false, function (box) {
      var inner = group(box, "");
      each(["approval", "complaint", "care", "equipment"], function (reason) {
        choice(inner, w("reason_" + reason), finishPanel("help", { reason: reason }), true);
      });
    });
    mine = panel;
    window.setTimeout(function () { if (panel === mine) { closePanel(); } }, 8000);
  }
  function pausePanel() {
    var reason = "break", minutes = 15, reasons = [], times = [];
    function mark() {
      each(reasons, function (pair) { pair[1].className = "choice" + (pair[0] === reason ? " on" : ""); });
      each(times, function (pair) { pair[1].className = "choice" + (pair[0] === minutes ? " on" : ""); });
    }
    openPanelBox(w("pause_title"), false, function (box) {
      var inner = group(box, w("why")), ends, go;
      each([["break", 15], ["lunch", 60], ["meeting", 30], ["cash", 15], ["system", 0], ["other", 15]],
        function (pair) {
          reasons.push([pair[0], choice(inner, w("reason_" + pair[0]), function () {
            reason = pair[0];
            minutes = pair[1];
            mark();
          }, true)]);
        });
      inner = group(box, w("how_long"));
      each([5, 10, 15, 20, 30, 45, 60, 0], function (many) {
        times.push([many, choice(inner, many ? w("minutes", { count: many }) : w("open_end"), function () {
          minutes = many;
          mark();
        })]);
      });
      ends = make("div", "ends");
      go = make("button", "choice go", w("pause"));
      go.appendChild(make("span", "hint", "Enter"));
      panel.enter = function () { closePanel(); act("pause", { reason: reason, minutes: minutes }); };
      panel.again = 80; // P once more
      go.onclick = panel.enter;
      ends.appendChild(go);
      box.appendChild(ends);
      mark();
    });
  }
  function openPanel() {
    var field;
    openPanelBox(w("open_title"), false, function (box) {
      var inner = group(box, ""), go;
      field = make("input", "field");
      field.type = "text";
      field.maxLength = 12;
      field.placeholder = w("staff_number");
      field.setAttribute("aria-label", w("staff_number"));
      field.autocomplete = "off";
      inner.appendChild(field);
      go = make("button", "choice go", w("open"));
      go.appendChild(make("span", "hint", "Enter"));
      panel.enter = function () {
        var staff = field.value.replace(/\s/g, "");
        if (!/^[A-Za-z0-9-]{0,12}$/.test(staff)) { note("watch", w("staff_bad")); return; }
        closePanel();
        act("open", { staff: staff });
      };
      go.onclick = panel.enter;
      inner.appendChild(go);
    });
    field.focus();
  }
  function unpairPanel() {
    openPanelBox(w("unpair"), false, function (box) {
      var ends = make("div", "ends"), go = make("button", "choice go", w("unpair_yes"));
      box.appendChild(make("p", "", w("unpair_ask", { place: w("place", { counter: state.counter }) })));
      go.onclick = function () {
        request("POST", "/api/unpair", {}, 9000, function (status, answer) {
          if (status === 401 && answer) { wasPaired = false; unpaired(answer); } else { lost(); again(500); }
        });
      };
      ends.appendChild(go);
      box.appendChild(ends);
    });
  }

  // ------------------------------------------------------------------------------------------------------ drawing
  function draw() {
    if (!words) { return; }
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    paint();
    put(el("place"), state && state.counter ? w("place", { counter: state.counter }) : w("app"));
    put(el("branch"), ours(branch));
    put(el("language"), w("language"));
    el("language").title = w("language_hint");
    el("theme").title = w(dark() ? "theme_light" : "theme_dark");
    el("theme").setAttribute("aria-label", el("theme").title);
    show(el("desk"), pad);
    show(el("pairing"), !pad && branch !== null);
    drawLink();
    if (pad) { drawDesk(); } else { drawPairing(); }
  }
  function drawLink() {
    var gone = offlineSince ? ticks() - offlineSince : 0, banner = el("banner"), text = "", level = "";
    el("link").className = offlineSince ? "pill watch" : "pill";
    put(el("link"), (offlineSince ? "▲ " : "● ") + w(offlineSince ? "reconnecting" : "connected"));
    if (offlineSince && gone > 1500 && pad) { text = w("offline", { time: span(gone) }); level = " act"; }
    else if (state && state.error) { text = w("error_" + state.error); level = " act"; }
    else if (state && state.live === false) { text = w("starting"); }
    else if (state && state.storage) { text = w("storage"); }
    put(banner, text);
    banner.className = "banner" + level;
    show(banner, text !== "");
    if (!pad && branch === null && gone > 1500) {
      show(banner, true);
      put(banner, w("pair_offline"));
    }
  }
  function drawDesk() {
    var t = state.ticket, a = state.activity || "closed", card = el("ticket"), badge;
    var waiting = 0;
    document.title = (t ? t.number + " · " : "") + w("place", { counter: state.counter });
    show(el("staff"), !!state.staff);
    if (state.staff) { put(el("staff"), w("staff", { staff: state.staff })); }
    card.className = "card ticket " + a + (state.level !== "ok" && a !== "closed" && !state.asked ? " watch" : "");
    put(el("state"), w(a));
    put(el("service"), t && t.service ? ours(t.service) : "");
    each(state.rows || [], function (row) { waiting += row.count; });
    waiting += state.addressed ? state.addressed.count : 0;
    el("number").className = "number" + (t ? "" : " words");
    put(el("number"), t ? t.number : a === "closed" ? w("closed_text") : a === "paused" ? why(state.reason) || w("paused")
      : w(waiting ? "idle_some" : "idle_none"));
    empty(el("detail"));
    if (t) {
      if (t.priority && t.priority !== "normal") {
        badge = make("span", "badge", "▲ " + w("priority_" + t.priority));
        el("detail").appendChild(badge);
      }
      if (state.paused) { el("detail").appendChild(make("span", "badge", pauseWords(w("then_paused")))); }
      if (t.calls > 1) { el("detail").appendChild(make("span", "", w("calls", { count: t.calls }))); }
      if (t.waited_s !== null) { el("detail").appendChild(make("span", "muted", w("waited", { time: span(t.waited_s * 1000) }))); }
      if (t.then) { el("detail").appendChild(make("span", "muted", w("then_more", { count: t.then }))); }
    } else if (a === "paused" && state.returns) {
      el("detail").appendChild(make("span", "", returnWords()));
    }
    put(el("unpair"), w("unpair"));
    drawWaiting(waiting);
    drawHeld();
    tick();
  }
  function returnWords() { return w(state.returns < hallNow() ? "returns_late" : "returns", { time: clock(state.returns) }); }
  function pauseWords(first) {
    var words = [first];
    if (state.reason) { words.push(why(state.reason)); }
    if (state.returns) { words.push(returnWords()); }
    return words.join(" · ");
  }
  function glyph(level) { return level === "act" ? "■ " : level === "watch" ? "▲ " : ""; }
  function drawWaiting(waiting) {
    var rows = el("rows"), list = state.rows || [], oldest = null, line, name;
    put(el("waiting_label"), w("waiting"));
    put(el("waiting"), String(waiting));
    put(el("people"), w("people"));
    put(el("longest_label"), w("longest"));
    empty(rows);
    function add(row, prefix, title, small) {
      line = make("div", "row");
      line.appendChild(make("span", "prefix", prefix));
      name = make("span", "name", title);
      if (small) { name.appendChild(make("small", "muted", small)); }
      line.appendChild(name);
      name = make("span", "count", String(row.count) + " ");
      name.appendChild(make("small", "", w("people")));
      line.appendChild(name);
      name = make("span", "wait " + (row.level || "ok") + "-text");
      name.setAttribute("data-since", row.longest || "");
      name.setAttribute("data-glyph", glyph(row.level));
      line.appendChild(name);
      rows.appendChild(line);
      if (row.longest && (!oldest || row.longest < oldest.longest)) { oldest = row; }
    }
    if (state.addressed && state.addressed.count) { add(state.addressed, "→", w("addressed"), ""); }
    each(list, function (row) { add(row, row.prefix, ours(row), row.closed ? w("queue_closed") : ""); });
    if (!waiting) { rows.insertBefore(make("div", "empty", w("nobody_waits")), rows.firstChild); }
    name = el("longest");
    name.setAttribute("data-since", oldest ? oldest.longest : "");
    name.className = "value " + (oldest ? (oldest.level || "ok") + "-text" : "");
    put(el("longest_number"), oldest && oldest.number ? oldest.number : "");
  }
  function drawHeld() {
    var box = el("held"), list = state.held || [];
    empty(box);
    show(box, list.length > 0);
    if (!list.length) { return; }
    box.appendChild(make("h2", "", w("on_hold")));
    each(list, function (held) {
      var line = make("div", "row"), name = make("span", "name"), since = make("small", "muted"), b;
      name.appendChild(make("span", "number-small", held.number));
      since.setAttribute("data-since", held.since || "");
      since.setAttribute("data-after", held.reason ? " · " + why(held.reason) : held.own ? " · " + w("on_hold_own") : "");
      name.appendChild(since);
      line.appendChild(name);
      each([["call_held", allowed("next") && !state.ticket], ["resume_held", allowed("help")]], function (pair) {
        b = make("button", "choice", w(pair[0]));
        b.disabled = !pair[1];
        b.onclick = function () { act(pair[0], { held: held.key }); };
        line.appendChild(b);
      });
      box.appendChild(line);
    });
  }
  function drawPairing() {
    document.title = w("app");
    show(el("staff"), false);
    put(el("clock"), "");
    put(el("pair_title"), w("pair_title"));
    put(el("pair_text"), w("pair_text"));
    put(el("pair_label"), w("pair_code"));
    put(el("pair_button"), w("pair_button"));
  }
  function tick() { // what runs by itself
    var a, now = hallNow();
    if (!words) { return; }
    if (offlineSince) { drawLink(); }
    if (!pad || !state) { return; }
    a = state.activity || "closed";
    put(el("clock"), clock(now));
    put(el("since"), a === "closed" || !state.since ? "" : w(a + "_for"));
    put(el("timer"), a === "closed" || !state.since ? "" : span(now - state.since));
    each(document.querySelectorAll("[data-since]"), function (node) {
      var since = parseInt(node.getAttribute("data-since"), 10);
      put(node, since ? (node.getAttribute("data-glyph") || "") + span(now - since) + (node.getAttribute("data-after") || "") : "–");
    });
    drawKeys();
  }

  // ------------------------------------------------------------------------------------------------------ look
  function dark() { return theme ? theme === "dark" : !!(window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches); }
  function paint() { document.documentElement.className = "lang-" + lang + (dark() ? " dark" : ""); }

  el("language").onclick = function () {
    lang = lang === "zh" ? "en" : "zh";
    chosenLang = lang;
    save("language", lang);
    if (panel) { closePanel(); }
    note(null);
    draw();
  };
  el("theme").onclick = function () {
    theme = dark() ? "light" : "dark";
    save("theme", theme);
    paint();
    draw();
  };
  el("unpair").onclick = function () { if (state && !pending) { unpairPanel(); } };

  // ------------------------------------------------------------------------------------------------------ pairing
  el("pair").onsubmit = function () {
    var code = el("code").value.replace(/\D/g, ""), button = el("pair_button");
    if (code.length !== 6 || button.disabled) { el("code").focus(); return false; }
    button.disabled = true;
    put(el("pair_note"), "");
    request("POST", "/api/pair", { code: code }, 15000, function (status, answer) {
      button.disabled = false;
      if (status === 200 && answer) {
        el("code").value = "";
        el("code").blur();
        online();
        take(answer.state);
        again(100);
        return;
      }
      el("code").select();
      if (answer && answer.wait_s) { waitFor(answer.wait_s); }
      else if (answer && answer.error === "unsaved") { put(el("pair_note"), w("pair_unsaved")); }
      else if (status === 403 || status === 400) { put(el("pair_note"), w("pair_wrong")); }
      else { put(el("pair_note"), w("pair_offline")); }
    });
    return false;
  };
  function waitFor(seconds) {
    var button = el("pair_button");
    button.disabled = seconds > 0;
    put(el("pair_note"), seconds > 0 ? w("pair_slow", { seconds: seconds }) : "");
    if (seconds > 0) { window.setTimeout(function () { waitFor(seconds - 1); }, 1000); } else { el("code").focus(); }
  }

  // ------------------------------------------------------------------------------------------------------ begin
  function begin() {
    request("GET", "/words.json", null, 8000, function (status, answer) {
      if (status !== 200 || !answer) { window.setTimeout(begin, 2000); return; }
      words = answer;
      if (chosenLang && words[chosenLang]) { lang = chosenLang; } else { chosenLang = null; }
      buildKeys();
      poll();
      window.setInterval(tick, 500);
    });
  }
  paint();
  begin();
}());
