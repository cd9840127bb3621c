// Judging: single keys for the forms of a page; in a document, words selected in the text go to a
// field, and a place is picked on a map. The forms are on the page already and work without this.
const KEPT = "trucewatch-keys";
const FIELDS = ["act", "modality", "perpetrators", "targets", "participants", "place", "time", "figures"];
const dialog = document.getElementById("keys");
const shown = document.getElementById("selected");
let chosen = null;

// The record counts code points, the document tree UTF-16 units: a letter beyond the first plane is
// one of the former and two of the latter.
const points = (text) => [...text].length;

function within(passage, node, offset) {
  const before = document.createRange();
  before.selectNodeContents(passage);
  before.setEnd(node, offset);
  return points(before.toString());
}

function passageOf(node) {
  return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".passage[data-start]");
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const passage = passageOf(range.startContainer);
  if (!passage) return null;
  let end = [range.endContainer, range.endOffset];
  if (passageOf(range.endContainer) !== passage) {
    // A triple click ends at the beginning of what follows.
    const rest = document.createRange();
    rest.setStart(range.startContainer, range.startOffset);
    rest.setEnd(passage, passage.childNodes.length);
    if (rest.toString().trim() !== range.toString().trim()) return null;
    end = [passage, passage.childNodes.length];
  }
  const base = Number(passage.dataset.start);
  const from = within(passage, range.startContainer, range.startOffset);
  const to = within(passage, ...end);
  const words = [...passage.textContent].slice(from, to).join("");
  const lead = points(words) - points(words.trimStart());
  const start = base + from + lead;
  return words.trim() ? { start, end: start + points(words.trim()), words: words.trim() } : null;
}

function show() {
  const now = selected();
  // Kept when the focus moves on into a form: browsers drop the selection then.
  if (now) chosen = now;
  if (shown) shown.textContent = chosen ? `${shown.dataset.some} \u2068“${chosen.words}”\u2069` : shown.dataset.none;
}

function give(field) {
  const details = document.getElementById(`edit-${field}`);
  if (!details) return;
  show(); // The selection may have changed so lately that nobody was told yet.
  details.open = true;
  const form = details.querySelector("form");
  const words = form.elements.namedItem("words");
  if (words && chosen) {
    words.value = chosen.words;
    form.elements.namedItem("start").value = chosen.start;
    form.elements.namedItem("end_at").value = chosen.end;
  }
  const first = { act: "value", modality: "value", place: "value", time: "value", figures: "low" }[field];
  let next = form.elements.namedItem(words && !words.value ? "words" : first ?? "reason");
  if (next instanceof RadioNodeList) next = [...next].find((one) => one.checked) ?? next[0];
  next.focus();
  details.scrollIntoView({ block: "nearest" });
}

// -- words by keyboard ----------------------------------------------------------------------------
// The text is no field: without a mouse, browsers select nothing in it.

const read = document.querySelector(".read");
let ends = [0, 0];

function placesOf(passage) {
  const nodes = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = nodes.nextNode(), at = 0; node; at += node.length, node = nodes.nextNode()) found.push([at, node]);
  return found;
}

function words() {
  const cut = new Intl.Segmenter(undefined, { granularity: "word" });
  return [...read.querySelectorAll(".passage[data-start]")].flatMap((passage) =>
    [...cut.segment(passage.textContent)]
      .filter((one) => one.isWordLike)
      .map((one) => ({ passage, start: one.index, end: one.index + one.segment.length })));
}

function select(passage, start, end) {
  const places = placesOf(passage);
  const place = (at, last) => places.findLast(([from]) => (last ? from < at : from <= at));
  const [from, first] = place(start, false);
  const [to, second] = place(end, true);
  getSelection().setBaseAndExtent(first, start - from, second, end - to);
  second.parentElement.scrollIntoView({ block: "nearest" });
}

// It begins at the claim that is looked at.
function beginning(all) {
  const mark = read.querySelector(".passage mark.trigger");
  if (!mark) return 0;
  const passage = mark.closest(".passage");
  const before = within(passage, mark, 0);
  return Math.max(all.findIndex((one) => one.passage === passage && points(passage.textContent.slice(0, one.end)) > before), 0);
}

read?.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || !Intl.Segmenter) return;
  const all = words();
  if (!all.length) return;
  const rtl = getComputedStyle((all[ends[1]] ?? all[0]).passage).direction === "rtl";
  const fresh = getSelection().isCollapsed || !read.contains(getSelection().anchorNode);
  const to = fresh ? beginning(all) : Math.min(Math.max(ends[1] + (rtl ? -step : step), 0), all.length - 1);
  const from = event.shiftKey && !fresh ? ends[0] : to;
  event.preventDefault();
  // What is selected stays within one passage: a span does.
  if (all[from].passage !== all[to].passage) return;
  ends = [from, to];
  const [low, high] = from <= to ? [all[from], all[to]] : [all[to], all[from]];
  select(low.passage, low.start, high.end);
});

// Words that are typed are looked for in the text again: a span belongs to the words it was made for.
for (const words of document.querySelectorAll("[data-words]")) {
  words.addEventListener("input", () => {
    for (const name of ["start", "end_at"]) words.form.elements.namedItem(name).value = "";
  });
}

// -- keys ---------------------------------------------------------------------------------------

const inputs = [...(dialog?.querySelectorAll("[data-action]") ?? [])];
const usual = Object.fromEntries(inputs.map((one) => [one.dataset.action, one.dataset.usual]));
let kept = { on: true, keys: {} };
try {
  kept = { ...kept, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
} catch {
  // What another version left there is no reason to have no keys.
}
const keyOf = (action) => kept.keys[action] || usual[action];
const keep = () => localStorage.setItem(KEPT, JSON.stringify(kept));

// On a keyboard of another script, the key that stands where the letter does.
function latin(event) {
  if (event.key === "\u061f") return "?";
  return /^Key[A-Z]$/.test(event.code) && !/^[ -~]$/.test(event.key) ? event.code.slice(3).toLowerCase() : null;
}

function write() {
  for (const one of inputs) one.value = keyOf(one.dataset.action);
  for (const one of document.querySelectorAll("[data-shown]")) one.textContent = keyOf(one.dataset.shown);
  document.getElementById("keys-on").checked = kept.on;
}

function act(action) {
  if (action === "help") return dialog.showModal();
  if (FIELDS.includes(action)) return give(action);
  const targets = [...document.querySelectorAll(`[data-key="${action}"]`)];
  // Of several in folded parts, each press opens the next.
  const target = targets.find((one) => one.closest("details")?.open === false) ?? targets[0];
  if (!target) return undefined;
  const folded = target.closest("details");
  if (folded) folded.open = true;
  if (!target.form && target.tagName !== "A") return target.focus();
  // Without a reason nothing is decided: the key leads to what is still to be filled in.
  const missing = target.form?.querySelector(":invalid:not(fieldset)");
  return missing ? missing.focus() : target.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !dialog || dialog.open) return;
  if (event.target.closest("input, select, textarea, [contenteditable], #pick")) return;
  const actions = inputs.map((one) => one.dataset.action);
  const action = actions.find((one) => keyOf(one) === event.key) ?? actions.find((one) => keyOf(one) === latin(event));
  if (!action || (!kept.on && action !== "help")) return;
  event.preventDefault();
  act(action);
});

if (dialog) {
  const button = document.getElementById("show-keys");
  const trouble = document.getElementById("keys-trouble");
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  for (const one of inputs) {
    one.addEventListener("input", () => {
      const wanted = one.value.trim();
      const taken = inputs.some((other) => other !== one && keyOf(other.dataset.action) === wanted);
      trouble.hidden = !taken;
      if (!wanted || taken) return;
      kept.keys = { ...kept.keys, [one.dataset.action]: wanted };
      keep();
      write();
    });
    one.addEventListener("change", () => { write(); trouble.hidden = true; });
  }
  document.getElementById("keys-on").addEventListener("change", (event) => { kept.on = event.target.checked; keep(); });
  document.getElementById("keys-usual").addEventListener("click", () => { kept.keys = {}; keep(); write(); });
  write();
}

// -- the map of a place ---------------------------------------------------------------------------

const box = document.getElementById("pick");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

async function draw() {
  box.hidden = false;
  const [maplibregl, base] = await Promise.all([
    import("./maplibre-gl.mjs"),
    fetch("/map/base.json", { credentials: "same-origin" }).then((answer) => answer.json()),
  ]);
  const radios = [...document.querySelectorAll(".candidates [data-lat]")];
  const at = (one) => [Number(one.dataset.lon), Number(one.dataset.lat)];
  const [west, south, east, north] = box.dataset.theatre.split(",").map(Number);
  const marks = () => ({
    type: "FeatureCollection",
    features: radios.map((one) => ({ type: "Feature", properties: { id: one.id, chosen: one.checked }, geometry: { type: "Point", coordinates: at(one) } })),
  });
  const lat = document.getElementById("lat");
  const lon = document.getElementById("lon");
  const point = () => ({
    type: "FeatureCollection",
    features: lat.value && lon.value ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [Number(lon.value), Number(lat.value)] } }] : [],
  });
  const source = (data) => ({ type: "geojson", data });
  const ring = (id, from, stroke, radius) => ({ id, type: "circle", source: from, paint: { "circle-color": colour("card"), "circle-stroke-color": stroke, "circle-stroke-width": 3, "circle-radius": radius } });
  const map = new maplibregl.Map({
    container: box,
    bounds: [[west, south], [east, north]],
    maxZoom: 14,
    attributionControl: false,
    style: {
      version: 8,
      sources: { land: source(base.land), coast: source(base.coast), border: source(base.border), candidates: source(marks()), point: source(point()) },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
        { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land") } },
        { id: "coast", type: "line", source: "coast", paint: { "line-color": colour("coast") } },
        { id: "border", type: "line", source: "border", paint: { "line-color": colour("border"), "line-dasharray": [3, 2] } },
        ring("candidates", "candidates", ["case", ["get", "chosen"], colour("breach"), colour("accent")], ["case", ["get", "chosen"], 9, 6]),
        ring("point", "point", colour("open"), 8),
      ],
    },
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  const again = () => { map.getSource("candidates").setData(marks()); map.getSource("point").setData(point()); };
  map.on("click", (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers: ["candidates"] });
    if (hit) {
      document.getElementById(hit.properties.id).checked = true;
      lat.value = lon.value = "";
    } else {
      lat.value = event.lngLat.lat.toFixed(5);
      lon.value = event.lngLat.lng.toFixed(5);
    }
    again();
  });
  for (const one of [...radios, lat, lon]) one.addEventListener("change", again);
  map.once("idle", () => box.setAttribute("data-drawn", "true"));
}

if (box) {
  const details = document.getElementById("edit-place");
  details.addEventListener("toggle", () => {
    if (details.open && box.hidden) draw().catch((error) => { box.textContent = String(error); });
  });
}
document.addEventListener("selectionchange", show);
show();
