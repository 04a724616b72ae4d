/* Walks through a plan on a phone or another PC, without a network: one step at a time, and where it stands survives a
   reload. Plain ES5. It records nothing in the console. */
(function () {
  "use strict";

  var DATA = JSON.parse(document.getElementById("data").textContent);
  var KEEP = "lobbyconsole.plan";
  var lang = load("language") || "zh", walk = null;
  var WORDS = {
    zh: { title: "应急预案", other: "English", wish: "查找预案", done: "完成，下一步", end: "结束", back: "返回上一步",
      stop: "退出预案", leave: "退出？进度将清除", role: "负责：", say: "对客户说", avoid: "不要说", within: "{n} 分钟内报告", hours: "{n} 小时内报告", every: "，之后每 {n} 分钟续报", left: "剩 {t}",
      late: "超 {t}", over: "已结束", opens: "同时启动：", made: "{branch} · {day} 制作 · 仅供查阅，不写入控制台", made_at: "完成",
      outcome: { resolved: "已解决", handed_over: "已移交", escalated: "已升级" }, step: "第 {n} 步", owed: "必须上报", report: "已报告",
      log: "经过", none: "没有符合的预案", no_number: "号码未填" },
    en: { title: "Emergency plans", other: "中文", wish: "Find a plan", done: "Done, next step", end: "End", back: "Back a step",
      stop: "Leave the plan", leave: "Leave? Where you stand is forgotten", role: "By: ", say: "Say to customers", avoid: "Do not say",
      within: "report within {n} min", hours: "report within {n} h", every: ", then every {n} min", left: "{t} left", late: "{t} over", over: "It is over", opens: "Start as well: ",
      made: "{branch} · made {day} · for reading; nothing is written into the console", made_at: "done",
      outcome: { resolved: "resolved", handed_over: "handed over", escalated: "escalated" }, step: "Step {n}",
      owed: "Reports owed", report: "Reported", log: "What was done", none: "No plan fits", no_number: "no number yet" }
  };

  function el(id) { return document.getElementById(id); }
  function load(name) { try { return window.localStorage.getItem(KEEP + "." + name); } catch (e) { return null; } }
  function save(name, value) {
    try {
      if (value === null) { window.localStorage.removeItem(KEEP + "." + name); } else {
        window.localStorage.setItem(KEEP + "." + name, value);
      }
    } catch (e) { /* a browser that keeps nothing: the walk goes on until it is closed */ }
  }
  function within(n) { return n >= 120 && n % 60 === 0 ? fill(w("hours"), { n: n / 60 }) : fill(w("within"), { n: n }); }
  function w(name) { return WORDS[lang][name]; }
  function t(text) { return text ? text[lang] : ""; }
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return values[name]; });
  }
  function make(tag, cls, text) {
    var node = document.createElement(tag);
    if (cls) { node.className = cls; }
    if (text !== undefined) { node.appendChild(document.createTextNode(text)); }
    if (tag === "button") { node.type = "button"; }
    return node;
  }
  function clear(node) { while (node.firstChild) { node.removeChild(node.firstChild); } return node; }
  function mmss(ms) {
    var s = Math.floor(Math.abs(ms) / 1000), h = Math.floor(s / 3600), m = Math.floor(s % 3600 / 60);
    return (h ? h + ":" + (m < 10 ? "0" : "") : "") + m + ":" + (s % 60 < 10 ? "0" : "") + s % 60;
  }
  function hm(ms) { return new Date(ms).toTimeString().slice(0, 8); }
  function plan(id) { return DATA.plans.filter(function (p) { return p.id === id; })[0]; }
  function step(p, id) { return p.steps.filter(function (s) { return s.id === id; })[0]; }

  // ---------------------------------------------------------------------------------------------------------- the list
  function showList() {
    el("walk").hidden = el("home").hidden = true;
    el("list").hidden = false;
    var box = clear(el("plans")), wish = el("wish").value.trim().toLowerCase(), any = false;
    DATA.plans.forEach(function (p) {
      if (wish && (p.find + " " + p.title.zh + " " + p.title.en.toLowerCase()).indexOf(wish) < 0) { return; }
      var button = make("button", "", t(p.title));
      button.id = "plan-" + p.id;
      button.onclick = function () { begin(p.id); };
      box.appendChild(button);
      any = true;
    });
    if (!any) { box.appendChild(make("p", "muted", w("none"))); }
    el("made").textContent = fill(w("made"), { branch: t(DATA.branch), day: DATA.day });
    el("title").textContent = w("title");
    el("wish").placeholder = w("wish");
    el("wish").setAttribute("aria-label", w("wish"));
    el("clock").textContent = "";
  }

  // ---------------------------------------------------------------------------------------------------------- the walk
  function begin(id) {
    var p = plan(id), now = Date.now();
    walk = { plan: id, version: p.version, began: now, came: now, step: p.start, trail: [], reports: {} };
    keep();
    showWalk();
  }
  function keep() { save("walk", walk ? JSON.stringify(walk) : null); }
  function go(target, words) {
    walk.trail.push({ step: walk.step, came: walk.came, left: Date.now(), words: words || "" });
    walk.step = target;
    walk.came = Date.now();
    keep();
    showWalk();
  }
  function back() {
    var last = walk.trail.pop();
    if (!last) { return; }
    walk.step = last.step;
    walk.came = last.came;
    delete walk.ended;
    keep();
    showWalk();
  }
  function showWalk() {
    var p = plan(walk.plan), s = step(p, walk.step), ways = clear(el("ways")), calls = clear(el("calls"));
    el("list").hidden = true;
    el("walk").hidden = el("home").hidden = false;
    el("title").textContent = t(p.title);
    el("where").textContent = fill(w("step"), { n: walk.trail.length + 1 }) + " · " + w("role") + t(DATA.roles[s.role]);
    el("step").textContent = t(s.text);
    el("avoid").hidden = !s.avoid;
    var never = (s.avoid || []).map(function (one) { return "✗ " + t(one); });
    el("avoid").textContent = s.avoid ? [w("avoid")].concat(never).join("\n") : "";
    el("say").hidden = !s.say;
    el("say").textContent = s.say ? (lang === "zh" ? "“" + t(s.say) + "”" : '"' + t(s.say) + '"') : "";
    (s.contacts || []).forEach(function (id) {
      var c = DATA.contacts[id], line = make("div");
      line.appendChild(make("span", "", t(c.title)));
      line.appendChild(make("b", "", c.number || w("no_number")));
      calls.appendChild(line);
    });
    if (s.opens_plan && plan(s.opens_plan)) {
      calls.appendChild(make("div", "late", w("opens") + t(plan(s.opens_plan).title)));
    }
    if (walk.ended) {
      ways.appendChild(make("p", "muted", w("over")));
    } else if (s.branches && s.branches.length) {
      s.branches.forEach(function (b, at) { way((at + 1) + "  " + t(b.when), "", function () { go(b.goto, t(b.when)); }); });
    } else if (s.kind === "end") {
      way(w("end") + " · " + w("outcome")[s.outcome], "main", function () { walk.ended = Date.now(); keep(); showWalk(); });
    } else {
      way(w("done"), "main", function () { go(s.next); });
    }
    el("back").textContent = w("back");
    el("back").disabled = !walk.trail.length;
    el("stop").textContent = w("stop");
    showOwed(p);
    showLog(p);
    tick();
  }
  function way(words, cls, act) {
    var button = make("button", cls, words);
    button.onclick = act;
    el("ways").appendChild(button);
  }
  function showOwed(p) {
    var box = clear(el("owed"));
    p.reporting.forEach(function (r, at) {
      var line = make("div"), button;
      line.appendChild(make("span", "", t(DATA.contacts[r.to] ? DATA.contacts[r.to].title : DATA.roles[r.to]) + " · "
        + within(r.within_min) + (r.repeat ? fill(w("every"), { n: r.repeat }) : "")));
      if (walk.reports[at]) {
        line.appendChild(make("b", "", hm(walk.reports[at])));
      }
      if (!walk.reports[at] || (r.repeat && !walk.ended)) {
        button = make("button", "", w("report"));
        button.onclick = function () { walk.reports[at] = Date.now(); keep(); showWalk(); };
        line.appendChild(make("b", "due", "")).setAttribute("data-due",
          walk.reports[at] ? walk.reports[at] + r.repeat * 60000 : walk.began + r.within_min * 60000);
        line.appendChild(button);
      }
      box.appendChild(line);
    });
  }
  function showLog(p) {
    var box = clear(el("log"));
    walk.trail.slice().reverse().forEach(function (turn) {
      var line = make("div");
      line.appendChild(make("span", "", t(step(p, turn.step).text) + (turn.words ? " — " + turn.words : "")));
      line.appendChild(make("b", "", hm(turn.left)));
      box.appendChild(line);
    });
  }
  function tick() {
    if (!walk) { return; }
    var now = walk.ended || Date.now(), s = step(plan(walk.plan), walk.step), allowed = s.timer_s || s.target_s, left;
    el("clock").textContent = mmss(now - walk.began);
    el("timer").className = el("timer").textContent = "";
    if (allowed && !walk.ended) {
      left = walk.came + allowed * 1000 - now;
      el("timer").textContent = fill(w(left < 0 ? "late" : "left"), { t: mmss(left) });
      el("timer").className = left < 0 ? "act" : left < allowed * 250 ? "watch" : "";
    }
    [].forEach.call(document.querySelectorAll(".due"), function (node) {
      var rest = Number(node.getAttribute("data-due")) - now;
      node.textContent = fill(w(rest < 0 ? "late" : "left"), { t: mmss(rest) });
      node.classList.toggle("late", rest < 0);
    });
  }

  // -------------------------------------------------------------------------------------------------------------- keys
  el("wish").oninput = showList;
  el("language").onclick = function () { lang = lang === "zh" ? "en" : "zh"; save("language", lang); show(); };
  el("back").onclick = back;
  el("home").onclick = el("stop").onclick = function () {
    if (walk && (walk.ended || !walk.trail.length || window.confirm(w("leave")))) { walk = null; keep(); show(); }
  };
  document.onkeydown = function (event) {
    var buttons = el("ways").querySelectorAll("button"), at = Number(event.key) - 1;
    if (!walk || event.target.tagName === "BUTTON" || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === " " && buttons.length === 1) { event.preventDefault(); buttons[0].click(); }
    if (buttons.length > 1 && buttons[at]) { buttons[at].click(); }
    if (event.key === "Backspace") { event.preventDefault(); back(); }
  };
  function show() {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    el("language").textContent = w("other");
    if (walk) { showWalk(); } else { showList(); }
  }
  try {
    walk = JSON.parse(load("walk"));
    if (!walk || !plan(walk.plan) || plan(walk.plan).version !== walk.version) { walk = null; }
  } catch (e) { walk = null; }
  window.setInterval(tick, 500);
  show();
}());
