import { PHRASES } from "./phrases.js";

const POLL_MS = 500;
const MESSAGE_MS = 45_000;
const SLOWEST_KBPS = 64;
const FASTEST_KBPS = 50_000;
const SPARK_POINTS = 60;
const ZONE = "Asia/Ho_Chi_Minh";

const $ = (id) => document.getElementById(id);
const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};
const svg = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const state = {
  language: localStorage.getItem("language") ?? (navigator.language.startsWith("vi") ? "vi" : "en"),
  point: null,
  phone: null,
  picture: null,
  surfing: false,
  rates: [],
  messages: 0,
  shownAt: 0,
  copied: null,
};

/* ---- words and numbers ---- */

const say = (key, fields = {}) =>
  (PHRASES[state.language][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => fields[name] ?? "");

const number = (value, digits = 0) =>
  new Intl.NumberFormat(state.language, { maximumFractionDigits: digits }).format(value);
const octets = (value) =>
  value >= 1e9
    ? `${number(value / 1e9, 2)} GB`
    : value >= 1e6
      ? `${number(value / 1e6, 1)} MB`
      : `${number(value / 1e3)} kB`;
const speed = (kbps) => (kbps >= 1000 ? `${number(kbps / 1000, 1)} Mb/s` : `${number(kbps)} kb/s`);
const span = (seconds) => {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    Math.floor(seconds % 60),
  ];
  const two = (value) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
};
const clock = (at) =>
  new Intl.DateTimeFormat(state.language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone: ZONE,
  }).format(at);

/* ---- the server ---- */

const ask = async (path, body) => {
  const answer = await fetch(
    path,
    body
      ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
      : {},
  );
  const json = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(json.code), { code: json.code });
  return json;
};

/* ---- choosing ---- */

const choose = (point, button) => {
  state.point = point;
  for (const other of document.querySelectorAll("#places button"))
    other.setAttribute("aria-pressed", String(other === button));
};

const placeItem = (place) => {
  const points = place.points.map((point) => {
    const button = element("button", { type: "button", title: point.family }, point.name);
    button.append(element("small", {}, point.family));
    button.setAttribute("aria-pressed", String(state.point?.id === point.id));
    button.addEventListener("click", () => choose(point, button));
    return button;
  });
  return element(
    "li",
    {},
    element("b", {}, place.name),
    element("span", {}, place.commune),
    element("div", {}, ...points),
  );
};

const find = async () => {
  const places = await ask(`/api/places?q=${encodeURIComponent($("search").value)}`);
  state.point = places.some((place) => place.points.some(({ id }) => id === state.point?.id))
    ? state.point
    : (places[0]?.points[0] ?? null);
  $("places").replaceChildren(
    ...(places.length ? places.map(placeItem) : [element("li", { className: "none" }, say("nothingFound"))]),
  );
};

const anotherNumber = async () => {
  $("number").value = (await ask("/api/number")).number;
};

const join = async (event) => {
  event.preventDefault();
  $("fault").textContent = "";
  if (!state.point) return;
  $("go").disabled = true;
  $("go").textContent = say("joining");
  try {
    await leave();
    take(await ask("/api/phones", { nasId: state.point.id, number: $("number").value }));
  } catch (fault) {
    const faults = PHRASES[state.language].faults;
    $("fault").textContent = faults[fault.code] ?? faults.other;
  } finally {
    $("go").disabled = false;
    $("go").textContent = say("join");
  }
};

const take = (picture) => {
  Object.assign(state, {
    phone: picture.id,
    picture,
    rates: [],
    messages: picture.messages.length,
    copied: null,
    surfing: false,
  });
  $("portal").src = `${picture.gateway}/`;
  $("portal").hidden = false;
  $("lock").hidden = true;
  show();
};

const leave = async () => {
  if (!state.phone) return;
  const id = state.phone;
  Object.assign(state, { phone: null, picture: null, surfing: false, rates: [] });
  $("portal").hidden = true;
  $("portal").removeAttribute("src");
  $("lock").hidden = false;
  show();
  await ask(`/api/phones/${id}/leave`, {}).catch(() => {});
};

/* ---- surfing ---- */

const wished = () => {
  const share = Number($("speed").value) / 100;
  const kbps = SLOWEST_KBPS * (FASTEST_KBPS / SLOWEST_KBPS) ** share;
  return Number(kbps.toPrecision(2));
};

const tellWish = () =>
  state.phone &&
  ask(`/api/phones/${state.phone}/surf`, { kbps: state.surfing ? Math.round(wished()) : 0 }).catch(() => {});

const isOnline = () => state.picture?.session != null && state.picture.session.ended === null;

/* ---- showing ---- */

const ROUND = 2 * Math.PI * 42;

const gauge = ({ of, per, limit, used, left }) => {
  const share = limit > 0 ? Math.min(1, used / limit) : 1;
  const ring = svg("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" });
  ring.append(svg("circle", { cx: 50, cy: 50, r: 42, class: "track" }));
  ring.append(
    svg("circle", { cx: 50, cy: 50, r: 42, class: "used", "stroke-dasharray": `${share * ROUND} ${ROUND}` }),
  );
  const amount = of === "octets" ? octets : span;
  const figure = element(
    "figure",
    {},
    ring,
    element("strong", {}, amount(used)),
    element("span", {}, say("of", { limit: amount(limit) })),
  );
  figure.append(
    element(
      "figcaption",
      {},
      `${say(of === "octets" ? "data" : "time")} ${say(per)}`,
      element("em", {}, left > 0 ? say("left", { left: amount(left) }) : say("spent")),
    ),
  );
  figure.dataset.level = left <= 0 ? "spent" : share > 0.8 ? "near" : "fine";
  return figure;
};

const showGauges = () => $("gauges").replaceChildren(...(state.picture?.plan?.lines ?? []).map(gauge));

const stateName = () => {
  const session = state.picture?.session;
  if (!state.picture) return "nobody";
  if (!session) return "waiting";
  return session.ended === null ? session.served : "ended";
};

const showState = () => {
  const name = stateName();
  $("state").dataset.state = name;
  $("state").textContent = say(`state${name[0].toUpperCase()}${name.slice(1)}`);
  $("where").textContent = state.picture
    ? `${state.picture.site} · ${state.picture.accessPoint} · ${state.picture.family}`
    : "";
  const plan = state.picture?.plan;
  $("plan").textContent = plan
    ? say("onPlan", {
        plan: plan.planName[state.language],
        speed: plan.downKbps === null ? say("unlimitedSpeed") : speed(plan.downKbps),
      })
    : "";
};

const row = (term, value) => [element("dt", {}, term), element("dd", {}, value)];

const showSurf = () => {
  const session = state.picture?.session;
  for (const id of ["surf", "speed"]) $(id).disabled = !isOnline();
  $("surf").textContent = say(state.surfing ? "rest" : "surf");
  const granted = session?.limits.downKbps;
  $("rate").textContent = isOnline() && state.surfing ? speed(session.rate) : speed(wished());
  $("rate").dataset.capped = String(Boolean(granted && wished() > granted));
  $("rate").title = granted ? say("granted", { speed: speed(granted) }) : "";
  $("totals").replaceChildren(
    ...(session
      ? [
          ...row(say("down"), octets(session.totals.down)),
          ...row(say("up"), octets(session.totals.up)),
          ...row(say("seconds"), span(session.totals.seconds)),
          ...row(say("acknowledged"), octets(session.acknowledged.up + session.acknowledged.down)),
        ]
      : []),
  );
};

const showSpark = () => {
  const most = Math.max(1000, ...state.rates);
  const step = 300 / (SPARK_POINTS - 1);
  const points = state.rates.map(
    (rate, index) => `${(index + SPARK_POINTS - state.rates.length) * step},${62 - (rate / most) * 58}`,
  );
  const [fill, line] = $("spark").children;
  line.setAttribute("d", points.length > 1 ? `M${points.join("L")}` : "");
  fill.setAttribute(
    "d",
    points.length > 1 ? `M${points.join("L")}L300,64L${(SPARK_POINTS - points.length) * step},64Z` : "",
  );
};

const happened = ({ at, what, detail }) => {
  const key = what === "message" ? "sms" : what === "left" ? "left_" : what;
  const words = what === "ended" ? (PHRASES[state.language].causes[detail] ?? detail) : detail;
  const item = element(
    "li",
    {},
    element("time", {}, clock(at)),
    element("span", {}, say(key, { detail: words })),
  );
  item.dataset.what = what;
  return item;
};

const showStory = () => {
  $("story").replaceChildren(...(state.picture?.happenings ?? []).toReversed().map(happened));
  $("attributes").replaceChildren(
    ...Object.entries(state.picture?.attributes ?? {}).flatMap(([name, value]) => row(name, String(value))),
  );
};

const showMessage = () => {
  const [newest] = state.picture?.messages ?? [];
  const fresh =
    newest &&
    state.picture.messages.length > 0 &&
    state.shownAt > 0 &&
    Date.now() - state.shownAt < MESSAGE_MS &&
    !isOnline();
  $("sms").hidden = !fresh;
  if (!fresh) return;
  $("smstext").textContent = newest.text;
  $("smshint").textContent = state.copied ? say("copied", { code: state.copied }) : say("tapToCopy");
};

const show = () => {
  showState();
  showGauges();
  showSurf();
  showSpark();
  showStory();
  showMessage();
  for (const id of ["reload", "leave"]) $(id).disabled = !state.phone;
  $("wifi").hidden = !state.phone;
  $("wifi").dataset.online = String(isOnline());
};

const copyCode = async () => {
  const code = state.picture?.messages[0]?.code;
  if (!code) return;
  state.copied = code;
  showMessage();
  await navigator.clipboard?.writeText(code).catch(() => {});
};

const look = async () => {
  if (!state.phone) return;
  const id = state.phone;
  try {
    const picture = await ask(`/api/phones/${id}`);
    if (id !== state.phone) return;
    if (picture.messages[0] && picture.messages[0].text !== state.picture?.messages[0]?.text)
      Object.assign(state, { shownAt: Date.now(), copied: null });
    state.picture = picture;
    state.rates = [...state.rates, picture.session?.rate ?? 0].slice(-SPARK_POINTS);
    if (!isOnline()) state.surfing = false;
    show();
  } catch (fault) {
    if (fault.code === "lab_phone_gone") await leave();
  }
};

const tellTime = () => {
  const now = new Date();
  const short = new Intl.DateTimeFormat(state.language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: ZONE,
  }).format(now);
  for (const id of ["clock", "bigclock"]) $(id).textContent = short;
  $("date").textContent = new Intl.DateTimeFormat(state.language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: ZONE,
  }).format(now);
};

const speak = (language) => {
  state.language = language;
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const button of document.querySelectorAll("[data-lang]"))
    button.setAttribute("aria-pressed", String(button.dataset.lang === language));
  tellTime();
  show();
};

$("search").addEventListener("input", () => void find());
$("another").addEventListener("click", () => void anotherNumber());
$("join").addEventListener("submit", (event) => void join(event));
$("leave").addEventListener("click", () => void leave());
$("sms").addEventListener("click", () => void copyCode());
$("reload").addEventListener("click", () => {
  $("portal").src = `${state.picture.gateway}/`;
});
$("surf").addEventListener("click", () => {
  state.surfing = !state.surfing;
  showSurf();
  tellWish();
});
$("speed").addEventListener("input", () => {
  showSurf();
  tellWish();
});
for (const button of document.querySelectorAll("[data-lang]"))
  button.addEventListener("click", () => speak(button.dataset.lang));

speak(state.language);
await Promise.all([find(), anotherNumber()]);
setInterval(() => void look(), POLL_MS);
setInterval(tellTime, 10_000);
