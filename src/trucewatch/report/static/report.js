// What the page can do beyond reading: theme, evidence at hand, one day alone, the live map.
// Without this script everything is still there: links lead to cards, the SVG map stands.
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let day = "";
  let map = null;

  // ---- theme ---------------------------------------------------------------------------------
  const theme = byId("theme");
  const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  function nameTheme() {
    theme.textContent = isDark() ? "Light page" : "Dark page";
  }
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
    if (map) map.setStyle(mapStyle(), { diff: false });
  });
  dark.addEventListener("change", () => {
    nameTheme();
    if (map) map.setStyle(mapStyle(), { diff: false });
  });
  nameTheme();

  // ---- links into folded parts, evidence in a sheet --------------------------------------------
  function unfold(target) {
    for (let up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  }
  function follow() {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[data-day][hidden]")) choose("");
    unfold(target);
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", follow);
  const sheet = byId("sheet");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.ev");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const card = byId(link.getAttribute("href").slice(1));
    if (!card || !sheet.showModal) return;
    event.preventDefault();
    const copy = card.cloneNode(true);
    copy.removeAttribute("id");
    const more = document.createElement("p");
    const there = document.createElement("a");
    there.href = link.getAttribute("href");
    there.textContent = "Show in the list of evidence";
    there.addEventListener("click", () => sheet.close());
    more.append(there);
    for (const inner of all("a[href^='#']", copy)) {
      inner.addEventListener("click", () => sheet.close());
    }
    byId("sheet-body").replaceChildren(copy, more);
    sheet.showModal();
  });
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });

  // ---- one day alone ----------------------------------------------------------------------------
  const filter = byId("filter");
  const dated = all("main [data-day]").filter((node) => !node.closest("svg"));
  const columns = all(".timeline a[data-day]");
  function choose(chosen) {
    day = chosen;
    for (const node of dated) {
      const own = node.dataset.day;
      node.hidden = Boolean(day) && Boolean(own) && own !== day;
    }
    for (const mark of all("#overview .marks a")) {
      mark.classList.toggle("dim", Boolean(day) && mark.dataset.day !== day);
    }
    for (const column of columns) {
      if (column.dataset.day === day) column.setAttribute("aria-current", "date");
      else column.removeAttribute("aria-current");
    }
    filter.hidden = !day;
    if (day) {
      const name = columns.find((one) => one.dataset.day === day).dataset.name;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Show all days";
      button.addEventListener("click", () => choose(""));
      filter.replaceChildren("Map and lists show only " + name + " ", button);
    }
    if (map) fillMap();
  }
  columns.forEach((column, place) => {
    column.addEventListener("click", (event) => {
      event.preventDefault();
      choose(day === column.dataset.day ? "" : column.dataset.day);
    });
    column.addEventListener("keydown", (event) => {
      if (event.key === "Escape") choose("");
      if (event.key === " ") {
        event.preventDefault();
        choose(day === column.dataset.day ? "" : column.dataset.day);
      }
      const last = columns.length - 1;
      const step = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: last };
      const next = columns[step[event.key]];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  });

  // ---- where the reader is ------------------------------------------------------------------------
  const entries = new Map(all(".contents a").map((one) => [one.getAttribute("href").slice(1), one]));
  if ("IntersectionObserver" in window) {
    const watcher = new IntersectionObserver((seen) => {
      for (const one of seen) {
        if (!one.isIntersecting) continue;
        for (const entry of entries.values()) entry.removeAttribute("aria-current");
        const entry = entries.get(one.target.id);
        if (entry) entry.setAttribute("aria-current", "true");
      }
    }, { rootMargin: "-10% 0px -80% 0px" });
    for (const id of entries.keys()) watcher.observe(byId(id));
  }
  window.addEventListener("beforeprint", () => {
    for (const one of all("details")) one.open = true;
  });

  // ---- the live map ---------------------------------------------------------------------------------
  const data = JSON.parse(byId("map-data").textContent);
  const kinds = ["hostile", "posture", "monitoring", "civil", "political", "patrol", "sighting", "restriction"];
  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const layers = {
    "Where it may lie": ["areas-fill", "areas-line"],
    "Zones": ["zones-fill", "zones-line"],
    "Lines": ["lines", "contact"],
    "Patrol routes": ["planned", "driven"],
    "Happenings": ["points", "clusters", "cluster-counts"],
    "Names": ["towns", "countries", "zones-names", "lines-names"],
  };
  const off = new Set();

  function ofDay(name) {
    const all_ = data.features[name];
    if (!day) return all_;
    const kept = all_.features.filter((row) => !row.properties.day || row.properties.day === day);
    return { type: "FeatureCollection", features: kept };
  }
  function fillMap() {
    for (const name of ["areas", "routes", "points"]) {
      const source = map.getSource(name);
      if (source) source.setData(ofDay(name));
    }
  }
  function mapStyle() {
    const source = (value) => ({ type: "geojson", data: value });
    const perKind = ["match", ["get", "kind"], ...kinds.flatMap((kind) => [kind, colour(kind)]), colour("soft")];
    const visible = (id) => ({ visibility: Object.keys(layers).some((name) => off.has(name) && layers[name].includes(id)) ? "none" : "visible" });
    const line = (id, from, paint, more) => ({ id, type: "line", source: from, paint, layout: visible(id), ...more });
    const text = { "text-color": colour("ink"), "text-halo-color": colour("land"), "text-halo-width": 1.4 };
    return {
      version: 8,
      sources: {
        land: source(data.base.land), coast: source(data.base.coast), border: source(data.base.border),
        countries: source(data.base.countries), towns: source(data.features.towns),
        zones: source(data.features.zones), lines: source(data.features.lines),
        routes: source(ofDay("routes")), areas: source(ofDay("areas")),
        points: { type: "geojson", data: ofDay("points"), cluster: true, clusterRadius: 20, clusterMaxZoom: 12 },
      },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
        { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land"), "fill-antialias": false } },
        line("coast", "coast", { "line-color": colour("coast"), "line-width": 1 }),
        line("border", "border", { "line-color": colour("border"), "line-width": 1.3, "line-dasharray": [4, 2, 1, 2] }),
        { id: "zones-fill", type: "fill", source: "zones", layout: visible("zones-fill"), paint: { "fill-color": colour("accent"), "fill-opacity": 0.045 } },
        line("zones-line", "zones", { "line-color": colour("accent"), "line-width": 1.3, "line-opacity": 0.8 }),
        line("lines", "lines", { "line-color": colour("soft"), "line-width": 2 }, { filter: ["!", ["get", "contact"]] }),
        line("contact", "lines", { "line-color": colour("breach"), "line-width": 2.2, "line-dasharray": [0.4, 2] }, { filter: ["get", "contact"] }),
        line("planned", "routes", { "line-color": colour("patrol"), "line-width": 2, "line-dasharray": [3, 2] }, { filter: ["==", ["get", "kind"], "planned"] }),
        line("driven", "routes", { "line-color": colour("patrol"), "line-width": 3.5 }, { filter: ["==", ["get", "kind"], "driven"] }),
        { id: "areas-fill", type: "fill", source: "areas", layout: visible("areas-fill"), filter: ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]], paint: { "fill-color": perKind, "fill-opacity": 0.08 } },
        line("areas-line", "areas", { "line-color": perKind, "line-width": 1, "line-opacity": 0.5 }),
        { id: "clusters", type: "circle", source: "points", filter: ["has", "point_count"], layout: visible("clusters"), paint: { "circle-radius": ["step", ["get", "point_count"], 12, 10, 16, 50, 21], "circle-color": colour("band"), "circle-opacity": 0.9, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5 } },
        { id: "points", type: "symbol", source: "points", filter: ["!", ["has", "point_count"]], layout: { "icon-image": ["concat", ["get", "kind"], ["case", ["get", "contested"], "-open", ""]], "icon-allow-overlap": true, ...visible("points") } },
        { id: "lines-names", type: "symbol", source: "lines", layout: { "symbol-placement": "line", "symbol-spacing": 500, "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": 11, "text-max-angle": 60, "text-offset": [0, -0.9], ...visible("lines-names") }, paint: { ...text, "text-color": colour("soft") } },
        { id: "zones-names", type: "symbol", source: "zones", layout: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": 12, "text-max-width": 9, ...visible("zones-names") }, paint: { ...text, "text-color": colour("accent") } },
        { id: "countries", type: "symbol", source: "countries", layout: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": 13, "text-letter-spacing": 0.1, "text-transform": "uppercase", ...visible("countries") }, paint: { ...text, "text-color": colour("soft") } },
        { id: "towns", type: "symbol", source: "towns", layout: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": 12, "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.8, "symbol-sort-key": ["get", "rank"], ...visible("towns") }, paint: text },
        { id: "cluster-counts", type: "symbol", source: "points", filter: ["has", "point_count"], layout: { "text-field": ["to-string", ["get", "point_count"]], "text-font": ["sans-serif"], "text-size": 12, "text-allow-overlap": true, ...visible("cluster-counts") }, paint: { "text-color": "#fff" } },
      ],
    };
  }
  function icon(kind, open) {
    const ratio = 2;
    const size = 20 * ratio;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    const pen = canvas.getContext("2d");
    pen.translate(size / 2, size / 2);
    pen.scale(1.25 * ratio, 1.25 * ratio);
    const shape = new Path2D(data.marks[kind]);
    pen.lineJoin = "round";
    pen.fillStyle = open ? colour("card") : colour(kind);
    pen.strokeStyle = open ? colour(kind) : colour("card");
    pen.lineWidth = open ? 1.8 : 1;
    pen.fill(shape);
    pen.stroke(shape);
    return [pen.getImageData(0, 0, size, size), { pixelRatio: ratio }];
  }
  function show(rows, at) {
    const list = document.createElement("div");
    for (const row of rows.slice(0, 12)) {
      const link = document.createElement("a");
      link.href = "#" + row.anchor;
      link.textContent = row.label;
      const text = document.createElement("bdi");
      text.textContent = row.headline;
      const line = document.createElement("p");
      line.append(link, " ", text, document.createElement("br"), row.grade + "; place: " + row.precision);
      list.append(line);
    }
    if (rows.length > 12) list.append(String(rows.length - 12) + " more: zoom in");
    new maplibregl.Popup({ maxWidth: "18rem" }).setLngLat(at).setDOMContent(list).addTo(map);
  }
  async function open(event) {
    const found = map.queryRenderedFeatures(event.point, { layers: ["points", "clusters"].filter((id) => map.getLayer(id)) });
    if (!found.length) return;
    const first = found[0];
    if (!first.properties.point_count) {
      show(found.filter((row) => !row.properties.point_count).map((row) => row.properties), event.lngLat);
      return;
    }
    const id = first.properties.cluster_id;
    const zoom = await map.getSource("points").getClusterExpansionZoom(id);
    if (zoom <= map.getZoom() + 0.5 || zoom > 12) {
      const leaves = await map.getSource("points").getClusterLeaves(id, 100, 0);
      show(leaves.map((row) => row.properties), event.lngLat);
    } else {
      map.easeTo({ center: first.geometry.coordinates, zoom: zoom + 0.3 });
    }
  }
  function tools() {
    const box = byId("map-tools");
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = "Show on the map";
    set.append(legend);
    for (const name of Object.keys(layers)) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "checkbox";
      input.checked = true;
      input.addEventListener("change", () => {
        if (input.checked) off.delete(name); else off.add(name);
        for (const id of layers[name]) map.setLayoutProperty(id, "visibility", input.checked ? "visible" : "none");
      });
      label.append(input, " " + name);
      set.append(label);
    }
    const buttons = document.createElement("p");
    const hint = document.createElement("span");
    hint.className = "note";
    hint.textContent = "Choose a mark to see what it stands for. A click on the map lets the wheel zoom.";
    const bounds = (view) => [[view[0], view[1]], [view[2], view[3]]];
    for (const [name, view] of [["Opening window", data.view], ["Everything", data.extent]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => map.fitBounds(bounds(view)));
      buttons.append(button);
    }
    buttons.append(hint);
    box.append(set, buttons);
    box.hidden = false;
  }
  function begin() {
    const probe = document.createElement("canvas").getContext("webgl2");
    if (!probe || typeof maplibregl === "undefined") return;
    const lost = probe.getExtension("WEBGL_lose_context");
    if (lost) lost.loseContext();
    const box = byId("map");
    box.hidden = false;
    const [west, south, east, north] = data.view;
    try {
      map = new maplibregl.Map({
        container: box, style: mapStyle(), bounds: [[west, south], [east, north]], maxZoom: 14,
        attributionControl: false, dragRotate: false, pitchWithRotate: false, cooperativeGestures: false,
        scrollZoom: false, renderWorldCopies: false, fadeDuration: 0,
      });
    } catch (error) {
      box.hidden = true;
      return;
    }
    byId("overview").hidden = true;
    map.getCanvas().setAttribute("aria-label", "Map of the happenings; the lists below say the same in words");
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
    map.addControl(new maplibregl.ScaleControl());
    map.on("style.load", () => {
      for (const kind of kinds) {
        map.addImage(kind, ...icon(kind, false));
        map.addImage(kind + "-open", ...icon(kind, true));
      }
    });
    map.on("click", open);
    map.on("dblclick", () => map.scrollZoom.enable());
    map.on("click", () => map.scrollZoom.enable());
    map.once("idle", () => { box.dataset.ready = "true"; });
    tools();
  }
  begin();
  if (location.hash) follow();
})();
